using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>Its tables are ordinary or partitioned, in ordinal order, none of system schemas or extensions.</summary>
internal sealed record DatabaseCatalog(DatabaseIdentity Database, ImmutableArray<Table> Tables)
{
    private readonly ImmutableDictionary<TableName, Table> byName = Tables.ToImmutableDictionary(table => table.Name);

    /// <summary>The foreign keys of extensions' tables to these tables.</summary>
    public ImmutableArray<(ForeignKey Key, Table Table)> ReferencesOfExtensions { get; init; } = [];

    /// <summary>Applications call nextval of these themselves.</summary>
    public ImmutableArray<UnownedSequence> LooseSequences { get; init; } = [];

    /// <summary>Other relations with names that tables could have, each with its kind, such as a view.</summary>
    public ImmutableDictionary<TableName, string> Others { get; init; } = ImmutableDictionary<TableName, string>.Empty;

    /// <summary>
    /// The partitions that are tables, of each partitioned table that is none, and of each partition that is none.
    /// </summary>
    public ImmutableDictionary<TableName, ImmutableArray<TableName>> PartitionsOf { get; init; } =
        ImmutableDictionary<TableName, ImmutableArray<TableName>>.Empty;

    public bool HasMaterializedViews => Others.ContainsValue("a materialized view");

    /// <summary>By table and name.</summary>
    public IEnumerable<ForeignKey> ForeignKeys => Tables.SelectMany(table => table.ForeignKeys);

    public DatabaseCatalog With(Func<Table, Table> change) => With([.. Tables.Select(change)]);

    /// <summary>The same with other tables.</summary>
    public DatabaseCatalog With(ImmutableArray<Table> tables) =>
        new(Database, tables)
        {
            ReferencesOfExtensions = ReferencesOfExtensions,
            LooseSequences = LooseSequences,
            Others = Others,
            PartitionsOf = PartitionsOf,
        };

    /// <summary>Also removes the foreign keys that reference them.</summary>
    public DatabaseCatalog Without(IReadOnlySet<TableName> tables) =>
        With([
            .. Tables
                .Where(table => !tables.Contains(table.Name))
                .Select(table =>
                    table with
                    {
                        ForeignKeys = table.ForeignKeys.RemoveAll(key => tables.Contains(key.ReferencedTable)),
                    }
                ),
        ]);

    public Table? Find(TableName name) => byName.GetValueOrDefault(name);

    /// <exception cref="KeyNotFoundException">The table does not exist.</exception>
    public Table this[TableName name] => byName[name];
}
