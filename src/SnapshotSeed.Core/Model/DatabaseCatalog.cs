using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>The content of a database according to its system catalog, in ordinal order.</summary>
/// <param name="Database">The database.</param>
/// <param name="Tables">
/// All ordinary and partitioned tables, by name, except those of system schemas and extensions.
/// </param>
internal sealed record DatabaseCatalog(DatabaseIdentity Database, ImmutableArray<Table> Tables)
{
    private readonly ImmutableDictionary<TableName, Table> byName = Tables.ToImmutableDictionary(table => table.Name);

    /// <summary>The foreign keys of extensions' tables to these tables.</summary>
    public ImmutableArray<(ForeignKey Key, Table Table)> ReferencesOfExtensions { get; init; } = [];

    /// <summary>The sequences that feed no column; applications call nextval themselves.</summary>
    public ImmutableArray<UnownedSequence> LooseSequences { get; init; } = [];

    /// <summary>
    /// Other relations with names that tables could have, each with its kind, such as a view or a partition.
    /// </summary>
    public ImmutableDictionary<TableName, string> Others { get; init; } = ImmutableDictionary<TableName, string>.Empty;

    public bool HasMaterializedViews => Others.ContainsValue("a materialized view");

    /// <summary>All foreign keys, by table and name.</summary>
    public IEnumerable<ForeignKey> ForeignKeys => Tables.SelectMany(table => table.ForeignKeys);

    public DatabaseCatalog With(Func<Table, Table> change) =>
        new(Database, [.. Tables.Select(change)])
        {
            ReferencesOfExtensions = ReferencesOfExtensions,
            LooseSequences = LooseSequences,
            Others = Others,
        };

    /// <summary>Removes tables, and the foreign keys that reference them.</summary>
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

    public Table? Find(TableName name) => byName.GetValueOrDefault(name);

    /// <exception cref="KeyNotFoundException">The table does not exist.</exception>
    public Table this[TableName name] => byName[name];
}
