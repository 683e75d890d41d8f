using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>What a database contains, as its system catalog tells it: plain facts, ordered ordinally.</summary>
/// <param name="Database">The server and database that were read.</param>
/// <param name="Tables">
/// Every ordinary and partitioned table outside the system schemas, by name; none that an extension owns.
/// </param>
internal sealed record DatabaseCatalog(DatabaseIdentity Database, ImmutableArray<Table> Tables)
{
    private readonly ImmutableDictionary<TableName, Table> byName = Tables.ToImmutableDictionary(table => table.Name);

    /// <summary>
    /// The foreign keys of extensions' tables into these, with their tables: rows that are not ours may use ours.
    /// </summary>
    public ImmutableArray<(ForeignKey Key, Table Table)> ReferencesOfExtensions { get; init; } = [];

    /// <summary>The sequences that feed no column: an application asks for their numbers itself.</summary>
    public ImmutableArray<UnownedSequence> LooseSequences { get; init; } = [];

    /// <summary>What else is there by a name that could be a table's, and what it is: a view, a partition and so on.</summary>
    public ImmutableDictionary<TableName, string> Others { get; init; } = ImmutableDictionary<TableName, string>.Empty;

    /// <summary>Whether there is any materialized view.</summary>
    public bool HasMaterializedViews => Others.ContainsValue("a materialized view");

    /// <summary>Every foreign key, by table and name.</summary>
    public IEnumerable<ForeignKey> ForeignKeys => Tables.SelectMany(table => table.ForeignKeys);

    /// <summary>The same with its tables changed.</summary>
    public DatabaseCatalog With(Func<Table, Table> change) =>
        new(Database, [.. Tables.Select(change)])
        {
            ReferencesOfExtensions = ReferencesOfExtensions,
            LooseSequences = LooseSequences,
            Others = Others,
        };

    /// <summary>The same without some tables, and without the foreign keys that lead to them.</summary>
    public DatabaseCatalog Without(IReadOnlySet<TableName> tables) =>
        new DatabaseCatalog(Database, Tables.RemoveAll(table => tables.Contains(table.Name)))
        {
            ReferencesOfExtensions = ReferencesOfExtensions,
            LooseSequences = LooseSequences,
            Others = Others,
        }.With(table =>
            table with
            {
                ForeignKeys = table.ForeignKeys.RemoveAll(key => tables.Contains(key.ReferencedTable)),
            }
        );

    /// <summary>The table of that name, or null.</summary>
    public Table? Find(TableName name) => byName.GetValueOrDefault(name);

    /// <summary>The table of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Table this[TableName name] => byName[name];
}
