using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Plan;

/// <summary>Holds a snapshot against a target's catalog and decides how it is loaded. Pure.</summary>
internal static class LoadPlanner
{
    // Up to here rows travel as array parameters: no DDL, one round trip for many tables. Above it COPY into a
    // temporary table is faster and keeps memory flat.
    private const long MostRowsAsParameters = 5_000;
    private const long MostBytesAsParameters = 4 << 20;

    // A page takes some 8,000 bytes of a row, and the texts of up to 24 bytes stay in it.
    private const int MostStagedColumns = 300;

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="catalog">The target's catalog.</param>
    /// <param name="options">How to load.</param>
    /// <param name="postponed">Tables that are to go behind the others.</param>
    /// <exception cref="SnapshotSeedException">
    /// Something does not fit: every problem of every table together.
    /// </exception>
    public static LoadPlan Plan(
        SnapshotFiles snapshot,
        DatabaseCatalog catalog,
        ImportOptions options,
        params IReadOnlyCollection<TableName> postponed
    )
    {
        var selected = ReadingOptions.Of(options).Select(snapshot.Names);
        var sources = snapshot.Tables.Where(table => selected.Count == 0 || selected.Contains(table.Name)).ToList();
        SchemaMismatches.Refuse(sources, snapshot, catalog);
        var loads = sources
            .Select(source => Load(source, catalog))
            .Select(load => options.Triggers ? load : WithoutTriggers(load))
            .ToDictionary(load => load.Table.Name);
        var graph = DependencyGraph.Build(loads.Keys, catalog.ForeignKeys);
        RefuseRulesInCycles(graph, loads);
        var operations = LoadOrder.Of(graph, loads, postponed);
        var behind = UnownedPositions.Behind(snapshot, catalog).ToImmutableArray();
        if (selected.Count == 0 && !behind.IsEmpty)
            operations = operations.Append(new AdvanceUnownedSequences(behind));
        if (options.TruncateFirst && loads.Count > 0)
            operations = operations.Prepend(Empty(graph, loads, catalog));
        operations = Checks(loads.Values.OrderBy(load => load.Table.Name), options.TruncateFirst).Concat(operations);
        if (!options.Triggers)
            operations = BetweenSwitches(operations, catalog, [.. loads.Keys.Order()]);
        var mayChange = MayChange(loads.Values, options);
        return new LoadPlan([.. operations])
        {
            HasManifest = snapshot.HasManifest,
            Differences = snapshot.Differences ?? [],
            Shift = snapshot.Shift,
            RowsMayChange = mayChange,
            Known = mayChange ? new Dictionary<TableName, RowMatch>() : snapshot.Matches,
            LeftOut = [.. snapshot.Names.Except(sources.Select(source => source.Name))],
        };
    }

    /// <summary>How one file's rows are matched with the target's.</summary>
    public static TableLoad Load(SnapshotTable source, DatabaseCatalog catalog)
    {
        var table = catalog[source.Name];
        var columns = source.Content.Columns;
        var keys = table.LoadingRule.Key is { } named ? [named] : table.Keys;
        var given = keys.Where(key =>
            key.Columns.All(name => columns.Contains(name) && !table.Column(name).IsGenerated)
        );
        var key = given.FirstOrDefault(key =>
            key.NullsAreEqual || key.Columns.All(name => !table.Column(name).IsNullable)
        );
        var isLarge = source.Content.Rows > MostRowsAsParameters || source.Content.Bytes > MostBytesAsParameters;
        var isStaged =
            isLarge
            && columns.Length > 0
            && source.Content.Header.Length <= MostStagedColumns
            && catalog.Database.CanCreateTemporaryTables;
        return new TableLoad(table, FileColumn.Of(source, table, columns), key, isStaged)
        {
            Source = source,
            PartialKey = key is null ? given.FirstOrDefault() : null,
        };
    }

    /// <summary>Whether rows of the tables may change before their turn comes.</summary>
    private static bool MayChange(IEnumerable<TableLoad> loads, ImportOptions options) =>
        options.TruncateFirst || loads.Any(load => load.Table.HasInsertTriggers || load.Table.HasInsertRules);

    /// <summary>What has to hold before anything is written, beyond what the catalog tells.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="areEmptied">Whether no row of them will be there.</param>
    public static IEnumerable<LoadOperation> Checks(IEnumerable<TableLoad> tables, bool areEmptied = false)
    {
        var loads = tables.ToList();
        var converted = loads
            .Where(load => load.Columns.Any(column => column.Conversion is not null))
            .ToImmutableArray();
        if (!converted.IsEmpty)
            yield return new CheckValues(converted);
        var named = loads.Where(load => load.Key is { IsDeclared: false }).ToImmutableArray();
        if (!named.IsEmpty)
            yield return new CheckKeys(named);
        var absent = loads
            .Where(load => load.Table.LoadingRule.OnConflict == ConflictMode.Fail && load.Key is not null)
            .ToImmutableArray();
        if (!absent.IsEmpty && !areEmptied)
            yield return new CheckAbsent(absent);
    }

    private static TableLoad WithoutTriggers(TableLoad load) =>
        load with
        {
            Table = load.Table with { HasInsertTriggers = false },
        };

    /// <exception cref="SnapshotSeedException">Some of the tables belong to others.</exception>
    private static IEnumerable<LoadOperation> BetweenSwitches(
        IEnumerable<LoadOperation> operations,
        DatabaseCatalog catalog,
        ImmutableArray<TableName> tables
    )
    {
        var ofOthers = tables.Where(table => !catalog[table].IsOwned).ToList();
        if (ofOthers.Count > 0)
            throw new SnapshotSeedException(
                $"{Setting.Triggers.As("off")}: the role is not the owner of {string.Join(", ", ofOthers)}",
                $"Connect as the owner, a member of its role or a superuser, or load the other tables with {Setting.Only}.",
                FailureKind.WrongUsage
            );
        return [new SwitchTriggers(tables, On: false), .. operations, new SwitchTriggers(tables, On: true)];
    }

    private static void RefuseRulesInCycles(DependencyGraph graph, Dictionary<TableName, TableLoad> loads)
    {
        var refused = graph
            .Components.Where(component => component.Tables.Length > 1)
            .SelectMany(
                cycle => cycle.Tables.Where(table => loads[table].Table.HasInsertRules),
                (cycle, table) => new RowProblem(RowProblemKind.RulesInCycle, table) { Detail = cycle.ToString() }
            )
            .ToList();
        if (refused.Count > 0)
        {
            throw SnapshotSeedException.ForRows(
                "the target has tables that cannot be loaded",
                refused,
                "A cycle takes one statement, in which PostgreSQL runs no rules. Replace the rules by triggers, "
                    + "or leave the tables out."
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
            .ForeignKeys.Where(key => !key.IsVirtual)
            .Select(key => (Key: key, Table: catalog[key.Table]))
            .Concat(catalog.ReferencesOfExtensions)
            .Where(user => loads.ContainsKey(user.Key.ReferencedTable) && !loads.ContainsKey(user.Key.Table))
            .ToImmutableArray();
        var byTruncate =
            referencedFrom.IsEmpty
            && loads.Values.All(load => load.Table is { CanTruncate: true, AddedRows: null or "" });
        return new EmptyTables([.. graph.Components.Reverse()], byTruncate, referencedFrom);
    }
}
