using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>Holds a snapshot against a target's catalog and decides how it is loaded. Pure.</summary>
internal static class LoadPlanner
{
    // Up to here rows travel as array parameters: no DDL, one round trip for many tables. Above it COPY into a
    // temporary table is faster and keeps memory flat.
    private const long MostRowsAsParameters = 5_000;
    private const long MostBytesAsParameters = 4 << 20;

    // A page takes some 8,000 bytes of a row, and the texts of up to 24 bytes stay in it.
    private const int MostStagedColumns = 300;

    /// <exception cref="SnapshotSeedException">
    /// Something does not fit: every problem of every table together.
    /// </exception>
    public static LoadPlan Plan(Snapshot snapshot, DatabaseCatalog catalog, ImportOptions options)
    {
        var selected = new TableNameResolver(snapshot.Tables.Select(table => table.Manifest.Name)).Resolve(
            options.Tables,
            "--tables"
        );
        var sources = snapshot
            .Tables.Where(table => selected.Count == 0 || selected.Contains(table.Manifest.Name))
            .ToList();
        var problems = sources
            .SelectMany(source => TableMatch.Problems(source, catalog.Find(source.Manifest.Name), forWriting: true))
            .ToList();
        if (problems.Count > 0)
        {
            var lacking = sources
                .Select(source => catalog.Find(source.Manifest.Name))
                .OfType<Table>()
                .Sum(table => TableMatch.Privileges(table, forWriting: true).Count());
            throw SnapshotSeedException.ForProblems(
                $"the snapshot does not fit database {catalog.Database.Name}",
                problems,
                lacking == problems.Count
                    ? "Grant the role what it lacks, or import as another one. Nothing was written."
                    : $"Run the migrations on the target, export the snapshot again from a source with the same schema, or correct what was edited.{MigrationOf(snapshot)} Nothing was written."
            );
        }

        var loads = sources.Select(source => Load(source, catalog)).ToDictionary(load => load.Table.Name);
        var graph = DependencyGraph.Build(loads.Keys, catalog.ForeignKeys);
        RefuseRulesInCycles(graph, loads);
        return new LoadPlan([
            .. options.TruncateFirst && loads.Count > 0
                ? [Empty(graph, loads, catalog)]
                : ImmutableArray<LoadOperation>.Empty,
            .. Operations(graph, loads),
        ])
        {
            LeftOut = [.. snapshot.Tables.Except(sources).Select(source => source.Manifest.Name)],
        };
    }

    /// <summary>
    /// Loads, then moves the sequences: last, because a sequence that was moved stays so after a failure. Where
    /// triggers may write into tables that are loaded, each table's sequences move as soon as it is, for the triggers
    /// of later tables to find them ahead.
    /// </summary>
    private static IEnumerable<LoadOperation> Operations(DependencyGraph graph, Dictionary<TableName, TableLoad> loads)
    {
        var hasTriggers = loads.Values.Any(load => load.Table.HasInsertTriggers);
        var late = new List<Sequence>();
        foreach (var component in graph.Components)
        {
            yield return new LoadTables(component, [.. component.Tables.Select(table => loads[table])]);
            var sequences = component.Tables.SelectMany(name => MovableSequences(loads[name].Table)).ToList();
            late.AddRange(sequences);
            if (hasTriggers && sequences.Count > 0)
                yield return new AdvanceSequences([.. sequences]);
        }

        if (late.Count > 0)
            yield return new AdvanceSequences([.. late]);
    }

    /// <summary>
    /// The sequences whose numbers are in a column as they are; what a default makes of nextval otherwise cannot be
    /// told.
    /// </summary>
    public static IEnumerable<Sequence> MovableSequences(Table table) =>
        table.Sequences.Where(sequence => IsNumber(table, sequence));

    /// <summary>
    /// The others: their columns hold what a default makes of the number, such as <c>'INV-' || nextval(…)</c>.
    /// </summary>
    public static IEnumerable<Sequence> ImmovableSequences(Table table) =>
        table.Sequences.Where(sequence => !IsNumber(table, sequence));

    /// <summary>How one file's rows are matched with the target's.</summary>
    public static TableLoad Load(SnapshotTable source, DatabaseCatalog catalog)
    {
        var table = catalog[source.Manifest.Name];
        var columns = source.Content.Columns;
        var key = table.RowKey is { } rowKey && rowKey.Columns.All(columns.Contains) ? rowKey : null;
        var isLarge = source.Content.Rows > MostRowsAsParameters || source.Content.Bytes > MostBytesAsParameters;
        return new TableLoad(
            table,
            [.. columns.Select(table.Column)],
            key,
            isLarge && columns.Length is > 0 and <= MostStagedColumns && catalog.Database.CanCreateTemporaryTables
        )
        {
            Source = source,
        };
    }

    private static void RefuseRulesInCycles(DependencyGraph graph, Dictionary<TableName, TableLoad> loads)
    {
        var refused = graph
            .Components.Where(component => component.Tables.Length > 1)
            .SelectMany(
                cycle => cycle.Tables.Where(table => loads[table].Table.HasInsertRules),
                (cycle, table) => $"{table}: has INSERT rules and is part of the cycle {cycle}"
            )
            .ToList();
        if (refused.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "the target has tables that cannot be loaded",
                refused,
                "A cycle takes one statement, in which PostgreSQL runs no rules. Replace the rules by triggers, or leave the tables out. Nothing was written."
            );
        }
    }

    private static EmptyTables Empty(
        DependencyGraph graph,
        Dictionary<TableName, TableLoad> loads,
        DatabaseCatalog catalog
    )
    {
        var referencedFrom = catalog
            .ForeignKeys.Select(key => (Key: key, Table: catalog[key.Table]))
            .Concat(catalog.ReferencesOfExtensions)
            .Where(user => loads.ContainsKey(user.Key.ReferencedTable) && !loads.ContainsKey(user.Key.Table))
            .ToImmutableArray();
        var byTruncate = referencedFrom.IsEmpty && loads.Values.All(load => load.Table.CanTruncate);
        return new EmptyTables([.. graph.Components.Reverse()], byTruncate, referencedFrom);
    }

    private static bool IsNumber(Table table, Sequence sequence) =>
        sequence.IsPlain
        && table.Column(sequence.Column).BareType
            is "pg_catalog.\"int2\""
                or "pg_catalog.\"int4\""
                or "pg_catalog.\"int8\""
                or "pg_catalog.\"numeric\"";

    private static string MigrationOf(Snapshot snapshot) =>
        snapshot.Manifest.Migration is { } migration ? $" The snapshot was taken at migration {migration}." : "";
}
