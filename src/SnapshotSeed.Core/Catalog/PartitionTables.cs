using System.Collections.Immutable;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

/// <summary>Makes tables of partitions that a user names.</summary>
internal sealed class PartitionTables
{
    private readonly DatabaseCatalog catalog;
    private readonly bool keepsRoots;
    private readonly ImmutableDictionary<TableName, ImmutableArray<Partition>> chosen;
    private readonly ImmutableDictionary<uint, string> bounds;
    private readonly ILookup<uint, Column> columns;

    private PartitionTables(
        DatabaseCatalog catalog,
        bool keepsRoots,
        ImmutableDictionary<TableName, ImmutableArray<Partition>> chosen,
        ImmutableDictionary<uint, string> bounds,
        ILookup<uint, Column> columns
    ) =>
        (this.catalog, this.keepsRoots, this.chosen, this.bounds, this.columns) = (
            catalog,
            keepsRoots,
            chosen,
            bounds,
            columns
        );

    /// <summary>
    /// A table one of whose partitions is named gives way to all of its leaf partitions, so that each row is in one
    /// table.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="names">Names of tables, partitions and others, as the user wrote them.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">A foreign key leads to some partitions of such a table only.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static Task<DatabaseCatalog> InPlaceOfRootsAsync(
        DatabaseCatalog catalog,
        IEnumerable<string> names,
        Session session,
        CancellationToken cancellationToken
    ) => ApplyAsync(catalog, names, keepsRoots: false, session, cancellationToken);

    /// <summary>The partitions that are named, beside the tables that they belong to and that have all other rows.</summary>
    /// <inheritdoc cref="InPlaceOfRootsAsync"/>
    public static Task<DatabaseCatalog> BesideRootsAsync(
        DatabaseCatalog catalog,
        IEnumerable<string> names,
        Session session,
        CancellationToken cancellationToken
    ) => ApplyAsync(catalog, names, keepsRoots: true, session, cancellationToken);

    /// <summary>Tables for files of partitions that the target lacks, as long as it has their root: rows go through that.</summary>
    public static DatabaseCatalog ThroughRoots(
        DatabaseCatalog catalog,
        IEnumerable<(TableName Name, TableName? Root)> files
    )
    {
        var through = files
            .Where(file => file.Root is not null && catalog.Find(file.Name) is null)
            .Select(file => (file.Name, Root: catalog.Find(file.Root!)))
            .Where(file => file.Root is not null)
            .Select(file => Through(file.Root!, file.Name))
            .ToList();
        return through.Count == 0
            ? catalog
            : catalog.With([.. catalog.Tables.Concat(through).OrderBy(table => table.Name)]);
    }

    private static Table Through(Table root, TableName name) =>
        root with
        {
            Name = name,
            Root = root.Name,
            Through = root.Name,
            Partitions = [],
            Sequences = [.. root.Sequences.Select(sequence => sequence with { Table = name })],
            ForeignKeys = [.. root.ForeignKeys.Select(key => key with { Table = name })],
        };

    /// <summary>The partitions that names mean. A table of that name comes first.</summary>
    private static HashSet<Partition> Named(DatabaseCatalog catalog, IEnumerable<string> names)
    {
        var tables = catalog.Tables.Select(table => table.Name).ToList();
        var partitions = catalog.Tables.SelectMany(table => table.Partitions).ToDictionary(part => part.Table.Name);
        if (partitions.Count == 0)
            return [];
        return
        [
            .. names
                .Distinct(StringComparer.Ordinal)
                .Where(name => TableNameResolver.Matches(name, tables).Count == 0)
                .SelectMany(name => TableNameResolver.Matches(name, partitions.Keys.Order()))
                .Select(name => partitions[name]),
        ];
    }

    private static async Task<DatabaseCatalog> ApplyAsync(
        DatabaseCatalog catalog,
        IEnumerable<string> names,
        bool keepsRoots,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var named = Named(catalog, names);
        if (named.Count == 0)
            return catalog;
        var chosen = catalog
            .Tables.Where(table => table.Partitions.Any(named.Contains))
            .ToImmutableDictionary(
                table => table.Name,
                table => table.Partitions.RemoveAll(part => !(keepsRoots ? named.Contains(part) : part.IsLeaf))
            );
        var oids = chosen.Values.SelectMany(parts => parts).Select(part => part.Oid).ToList();
        var batch = session.NewBatch();
        var columns = batch.Rows(PartitionsQuery.Columns(oids), PartitionsQuery.ReadColumn);
        var bounds = batch.Rows(PartitionsQuery.Bounds(oids), PartitionsQuery.ReadBounds);
        await batch.SendAsync(cancellationToken);
        var split = new PartitionTables(
            catalog,
            keepsRoots,
            chosen,
            bounds.Value.ToImmutableDictionary(row => row.Oid, row => row.Value),
            columns.Value.ToLookup(column => column.Oid, column => column.Value)
        );
        return split.Apply();
    }

    private DatabaseCatalog Apply()
    {
        var tables = catalog.Tables.SelectMany(table =>
            chosen.TryGetValue(table.Name, out var parts)
                ?
                [
                    .. keepsRoots ? [WithKeys(table)] : Array.Empty<Table>(),
                    .. parts.Select(part => ToTable(part, table)),
                ]
                : new[] { WithKeys(table) }
        );
        return catalog.With([.. tables.OrderBy(table => table.Name)]) with
        {
            ReferencesOfExtensions =
            [
                .. catalog.ReferencesOfExtensions.SelectMany(user =>
                    References(user.Key).Select(key => (key, user.Table))
                ),
            ],
            PartitionsOf = keepsRoots ? catalog.PartitionsOf : Families(),
        };
    }

    /// <summary>The leaf partitions of each table that gave way, and of each partition that has partitions itself.</summary>
    private ImmutableDictionary<TableName, ImmutableArray<TableName>> Families() =>
        chosen
            .SelectMany(root =>
                root.Value.SelectMany(part => part.Above.Prepend(root.Key), (part, above) => (above, part))
            )
            .GroupBy(pair => pair.above, pair => pair.part.Table.Name)
            .ToImmutableDictionary(family => family.Key, family => family.ToImmutableArray());

    private Table WithKeys(Table table) => table with { ForeignKeys = [.. table.ForeignKeys.SelectMany(References)] };

    private Table ToTable(Partition partition, Table root)
    {
        var own = partition.Table;
        var known = columns[partition.Oid].ToDictionary(column => column.Name);
        return root with
        {
            Name = own.Name,
            Columns =
            [
                .. root.Columns.Select(column =>
                    column with
                    {
                        IsNullable = known[column.Name].IsNullable,
                        HasDefault = known[column.Name].HasDefault,
                    }
                ),
            ],
            Root = root.Name,
            IsPartitioned = own.IsPartitioned,
            Partitions = [],
            ForeignPartitions = root.ForeignPartitions.RemoveAll(other => other.Name != own.Name),
            Keys = own.Keys,
            Indexes = own.Indexes,
            Checks = own.Checks.Add(new($"bounds of partition {own.Name}", bounds[partition.Oid])),
            Sequences = [.. root.Sequences.Select(sequence => sequence with { Table = own.Name })],
            ForeignKeys =
            [
                .. root
                    .ForeignKeys.Where(key => key.OnlyInPartitions?.Contains(partition.Oid) != false)
                    .Select(key => key with { Table = own.Name, OnlyInPartitions = null })
                    .SelectMany(References),
            ],
            CanSelect = own.CanSelect,
            CanSelectSome = own.CanSelectSome,
            CanInsert = own.CanInsert,
            CanTruncate = own.CanTruncate && root.CanTruncate,
            CanUpdate = own.CanUpdate,
            IsOwned = own.IsOwned,
            Pages = own.Pages,
            EstimatedRows = own.EstimatedRows,
        };
    }

    /// <summary>
    /// A key to a table with partitions that are tables, as a key to each of them. Each binds the rows whose values
    /// are within the bounds: PostgreSQL's unique keys on partitioned tables have all columns that decide that.
    /// </summary>
    private IEnumerable<ForeignKey> References(ForeignKey key)
    {
        if (!chosen.TryGetValue(key.ReferencedTable, out var parts))
            return [key];
        if (key.ReferencedPartitions is not { } some)
            return
            [
                .. parts.Select(part => To(part.Table.Name, key, bounds[part.Oid])),
                .. keepsRoots ? [To(key.ReferencedTable, key, Outside(parts))] : Array.Empty<ForeignKey>(),
            ];
        if (some is [var only] && parts.FirstOrDefault(part => part.Oid == only) is { } referenced)
            return
            [
                key with
                {
                    ReferencedTable = referenced.Table.Name,
                    ReferencedPartitions = null,
                    ReferencedRoot = key.ReferencedTable,
                },
            ];
        return keepsRoots ? [key] : throw Refuse(key);
    }

    private ForeignKey To(TableName table, ForeignKey key, string condition) =>
        key with
        {
            ReferencedTable = table,
            ReferencedRoot = key.ReferencedTable,
            Where = new RowCondition(key.ReferencedTable, key.ReferencedColumns, condition)
            {
                Sources = key.Columns,
                Types = [.. Casts(key)],
            },
        };

    /// <summary>Hash bounds are a function that takes values of the column's own type only.</summary>
    private IEnumerable<string?> Casts(ForeignKey key)
    {
        var (table, referenced) = (catalog.Find(key.Table) ?? RootOf(key.Table), catalog[key.ReferencedTable]);
        return key.Columns.Zip(
            key.ReferencedColumns,
            (column, other) =>
                referenced.Column(other).BareType is var type && table?.Column(column).BareType == type ? null : type
        );
    }

    private Table? RootOf(TableName partition) =>
        catalog.Tables.FirstOrDefault(table => table.Partitions.Any(part => part.Table.Name == partition));

    private string Outside(ImmutableArray<Partition> parts) =>
        string.Join(" AND ", parts.Select(part => $"NOT coalesce({bounds[part.Oid]}, false)"));

    private static SnapshotSeedException Refuse(ForeignKey key) =>
        new(
            $"{key.ReferencedTable} cannot be exported by its partitions: foreign key {key.Name} of {key.Table} references a "
                + "part of them",
            $"Name the table itself instead of a partition in {Setting.Only}, {Setting.Exclude}, {Setting.TableLimit} and "
                + $"the other options.",
            FailureKind.WrongUsage
        );
}
