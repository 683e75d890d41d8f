using System.Collections.Immutable;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

/// <summary>One round trip. It needs only CONNECT, because everyone may read pg_catalog.</summary>
internal static class CatalogReader
{
    public static async Task<DatabaseCatalog> ReadAsync(Session session, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        var identity = batch.Row(IdentityQuery.Sql, IdentityQuery.Read);
        var schemas = Lookup(batch.Rows(SchemasQuery.Sql, SchemasQuery.Read));
        var relations = batch.Rows(TablesQuery.Sql, reader => TablesQuery.Read(reader, schemas.Value));
        var storages = batch.Rows(StoragesQuery.Sql, StoragesQuery.Read);
        var distributed = batch.Value<uint[]>(DistributedTablesQuery.Sql);
        var addedRows = batch.Rows(AddedRowsQuery.Sql, AddedRowsQuery.Read);
        var names = new Lazy<Dictionary<uint, TableName>>(() =>
            relations.Value.OfType<TableEntry>().ToDictionary(row => row.Table.Oid, row => row.Table.Value.Name)
        );
        var columnTypes = Lookup(batch.Rows(ColumnTypesQuery.Sql, ColumnTypesQuery.Read));
        var collations = Lookup(batch.Rows(CollationsQuery.Sql, CollationsQuery.Read));
        var columns = batch.Rows(
            ColumnsQuery.Sql,
            reader => ColumnsQuery.Read(reader, columnTypes.Value, collations.Value)
        );
        var keys = batch.Rows(KeysQuery.Sql, KeysQuery.Read);
        var indexes = batch.Rows(IndexesQuery.Sql, IndexesQuery.Read);
        var allForeignKeys = batch.Rows(ForeignKeysQuery.Sql, reader => ForeignKeysQuery.Read(reader, names.Value));
        var allSequences = batch.Rows(
            SequencesQuery.Sql,
            reader => SequencesQuery.Read(reader, schemas.Value, names.Value)
        );
        var checks = batch.Rows(ChecksQuery.Sql, ChecksQuery.Read);
        var partitions = batch.Rows(PartitionsQuery.Sql, reader => PartitionsQuery.Read(reader, schemas.Value));
        var foreignPartitions = batch.Rows(ForeignPartitionsQuery.Sql, ForeignPartitionsQuery.Read);
        var types = batch.Rows(TypesQuery.Sql, TypesQuery.Read);
        var others = batch.Rows(OtherRelationsQuery.Sql, OtherRelationsQuery.Read);
        await batch.SendAsync(cancellationToken);

        var facts = new TableFacts(
            ByOid(columns.Value),
            ByOid(types.Value),
            ByOid(keys.Value),
            ByOid(indexes.Value),
            [.. allForeignKeys.Value.OfType<ForeignKey>().OrderBy(key => key.Name, StringComparer.Ordinal)],
            allSequences
                .Value.Select(row => row?.Sequence)
                .OfType<Sequence>()
                .OrderBy(sequence => sequence.Name)
                .ThenBy(sequence => sequence.Column, StringComparer.Ordinal)
                .ToLookup(sequence => sequence.Table),
            ByOid(checks.Value),
            ByOid(foreignPartitions.Value),
            partitions.Value.OfType<PartitionEntry>().ToLookup(entry => entry.Root),
            ByOid(storages.Value),
            ByOid(addedRows.Value),
            [.. distributed.Value]
        );
        return Assemble(
            identity.Value,
            [.. relations.Value.OfType<TableEntry>().Select(facts.AddStorageTo).OrderBy(row => row.Table.Value.Name)],
            facts
        ) with
        {
            Others = others.Value.ToImmutableDictionary(other => other.Name, other => other.Kind),
            LooseSequences =
            [
                .. allSequences
                    .Value.Select(row => row?.Loose)
                    .OfType<UnownedSequence>()
                    .OrderBy(sequence => sequence.Name),
            ],
        };
    }

    /// <summary>Leaves out the tables of extensions, and the foreign keys that reference them.</summary>
    private static DatabaseCatalog Assemble(DatabaseIdentity identity, List<TableEntry> rows, TableFacts facts)
    {
        var ofExtensions = rows.Where(IsOutside).ToDictionary(row => row.Table.Value.Name, row => row.Table.Value);
        var foreignKeys = facts
            .ForeignKeys.Where(key => !ofExtensions.ContainsKey(key.ReferencedTable))
            .ToLookup(key => key.Table);
        var outwards = facts
            .ForeignKeys.Where(key => ofExtensions.ContainsKey(key.ReferencedTable))
            .ToLookup(key => key.Table);
        var names = rows.ToDictionary(row => row.Table.Oid, row => row.Table.Value.Name);
        var tables = rows.Where(row => !IsOutside(row))
            .Select(row =>
                facts.AddTo(row.Table, foreignKeys) with
                {
                    ReferencesIntoExtensions = [.. outwards[row.Table.Value.Name]],
                    Parents = [.. row.Parents.Where(names.ContainsKey).Select(parent => names[parent])],
                }
            );
        return new DatabaseCatalog(identity, [.. tables])
        {
            ReferencesOfExtensions =
            [
                .. ofExtensions.Values.SelectMany(table => foreignKeys[table.Name], (table, key) => (key, table)),
            ],
        };
    }

    /// <summary>
    /// Not a table with rows that pg_dump would dump, except TimescaleDB's: they describe its own storage, which it
    /// fills itself.
    /// </summary>
    private static bool IsOutside(TableEntry row) =>
        row.IsOfExtension
        && (
            row.Table.Value.AddedRows is null
            || row.Table.Value.Name.Schema.StartsWith("_timescaledb", StringComparison.Ordinal)
        );

    private static Lazy<Dictionary<uint, T>> Lookup<T>(Answer<List<Owned<T>>> rows) =>
        new(() => rows.Value.ToDictionary(row => row.Oid, row => row.Value));

    private static ILookup<uint, T> ByOid<T>(List<Owned<T>> rows) => rows.ToLookup(row => row.Oid, row => row.Value);

    private sealed record TableFacts(
        ILookup<uint, Column> Columns,
        ILookup<uint, TypeDefinition> Types,
        ILookup<uint, UniqueKey> Keys,
        ILookup<uint, ImmutableArray<string>> Indexes,
        ImmutableArray<ForeignKey> ForeignKeys,
        ILookup<TableName, Sequence> Sequences,
        ILookup<uint, CheckConstraint> Checks,
        ILookup<uint, ForeignPartition> ForeignPartitions,
        ILookup<uint, PartitionEntry> Partitions,
        ILookup<uint, string> Storages,
        ILookup<uint, string> AddedRows,
        ImmutableHashSet<uint> Distributed
    )
    {
        public TableEntry AddStorageTo(TableEntry row)
        {
            var (oid, table) = row.Table;
            var storage = Storages[oid].Min(StringComparer.Ordinal);
            return row with
            {
                Table = new(
                    oid,
                    table with
                    {
                        Storage = storage,
                        IsDistributed = Distributed.Contains(oid),
                        AddedRows = AddedRows[oid].FirstOrDefault(),
                        AllowsOnConflict = table.AllowsOnConflict && storage is null,
                    }
                ),
            };
        }

        public Table AddTo(Owned<Table> row, ILookup<TableName, ForeignKey> foreignKeys) =>
            row.Value with
            {
                Columns = [.. Columns[row.Oid]],
                Types = [.. Types[row.Oid].OrderBy(type => type.Name, StringComparer.Ordinal)],
                Keys = [.. Keys[row.Oid]],
                Indexes = [.. Indexes[row.Oid]],
                ForeignKeys = [.. foreignKeys[row.Value.Name]],
                Sequences = [.. Sequences[row.Value.Name]],
                Checks = [.. Checks[row.Oid]],
                ForeignPartitions = [.. ForeignPartitions[row.Oid]],
                Partitions = PartitionsOf(row.Oid),
            };

        private ImmutableArray<Partition> PartitionsOf(uint root)
        {
            var names = Partitions[root]
                .ToDictionary(entry => entry.Partition.Oid, entry => entry.Partition.Table.Name);
            return
            [
                .. Partitions[root]
                    .OrderBy(entry => string.Join('\u0001', entry.Order), StringComparer.Ordinal)
                    .ThenBy(entry => entry.Partition.Table.Name)
                    .Select(entry =>
                        entry.Partition with
                        {
                            Above = [.. entry.Above.Where(names.ContainsKey).Select(oid => names[oid])],
                            Table = entry.Partition.Table with
                            {
                                Keys = [.. Keys[entry.Partition.Oid]],
                                Indexes = [.. Indexes[entry.Partition.Oid]],
                                Checks = [.. Checks[entry.Partition.Oid]],
                            },
                        }
                    ),
            ];
        }
    }
}
