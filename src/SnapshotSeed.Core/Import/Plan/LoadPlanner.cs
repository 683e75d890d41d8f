using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Plan;

/// <summary>Holds a snapshot against a target's catalog and decides how it is loaded. Pure.</summary>
internal static class LoadPlanner
{
    /// <exception cref="SnapshotSeedException">Something does not fit: every problem together.</exception>
    public static LoadPlan Plan(
        FittedSnapshot snapshot,
        ImportTarget target,
        ImportOptions options,
        params IReadOnlyCollection<TableName> postponed
    ) => Plan(snapshot, target, options, new PlanAdditions(), postponed);

    public static LoadPlan Plan(
        FittedSnapshot snapshot,
        ImportTarget target,
        ImportOptions options,
        PlanAdditions additions,
        IReadOnlyCollection<TableName> postponed
    )
    {
        var selected = ReadingOptions.Of(options).Select(snapshot.Files.Names);
        var loads = snapshot
            .Tables.Where(fitted => selected.Contains(fitted.File.Name))
            .Select(fitted => IdOperations.Arranged(target.Load(fitted), snapshot.Assigned))
            .Select(load => load with { HasTriggersOff = !options.Triggers })
            .ToDictionary(load => load.Table.Name);
        var graph = DependencyGraph.Build(
            loads.Keys,
            target.Catalog.ForeignKeys.SelectMany(key => WithParts(key, loads.Values))
        );
        RefuseRulesInCycles(graph, loads);
        var mayChange = MayChange(loads.Values, options);
        var ids = IdOperations.Of(snapshot.Assigned, loads, additions.LabelFiles, canMatch: !mayChange);
        List<LoadOperation> checks = options.KeepGoing
            ? []
            : [.. Checks(loads.Values.OrderBy(load => load.Table.Name), options.TruncateFirst)];

        // The ids of new rows are drawn late, and a key that holds them can be compared only then.
        var late = checks.OfType<CheckKeys>().Where(check => check.NeedIds && !ids.Draw.IsEmpty).ToList();
        List<LoadOperation> operations = [.. ids.Resolve, .. checks.Except(late)];
        if (additions.Stamp is { } stamp)
            operations.Add(stamp);
        if (options.TruncateFirst && loads.Count > 0)
            operations.Add(Empty(graph, loads, target.Catalog));
        operations.AddRange(ids.Draw);
        operations.AddRange(late);
        operations.AddRange(
            options.KeepGoing
                ? LoadOrder.EachAlone(graph, loads, ids, options.TruncateFirst)
                : LoadOrder.Of(graph, loads, ids, postponed)
        );
        var behind = UnownedPositions.Behind(snapshot.Files, target.Catalog).ToImmutableArray();
        if (selected.AreAll && !behind.IsEmpty)
            operations.Add(new AdvanceUnownedSequences(behind));
        if (!additions.Views.IsEmpty)
            operations.Add(new RefreshViews(additions.Views, options.RefreshViews));
        return new LoadPlan([
            .. options.Triggers ? operations : BetweenSwitches(operations, target.Catalog, [.. loads.Keys.Order()]),
        ])
        {
            HasManifest = snapshot.Files.HasManifest,
            Differences = snapshot.Differences ?? [],
            Shift = snapshot.Shift,
            LeftOut = [.. snapshot.Names.Except(loads.Keys)],
        };
    }

    /// <summary>Whether rows of the tables may change before their turn comes.</summary>
    private static bool MayChange(IEnumerable<TableLoad> loads, ImportOptions options) =>
        options.TruncateFirst || loads.Any(load => load.MeetsTriggers || load.Table.HasInsertRules);

    /// <summary>What has to hold before anything is written, beyond what the catalog tells.</summary>
    public static IEnumerable<LoadOperation> Checks(IEnumerable<TableLoad> tables, bool areEmptied = false)
    {
        var loads = tables.ToList();
        var converted = loads
            .Where(load => load.Columns.Any(column => column.Conversion is { ChangesValues: true }))
            .ToImmutableArray();
        if (!converted.IsEmpty)
            yield return new CheckValues(converted);
        foreach (
            var named in loads.Where(load => load.Key is { IsDeclared: false }).GroupBy(load => load.HasLabelsInKey)
        )
            yield return new CheckKeys([.. named], NeedIds: named.Key);
        var absent = loads
            .Where(load => load.Rule.OnConflict == ConflictMode.Fail && load.Key is not null)
            .ToImmutableArray();
        if (!absent.IsEmpty && !areEmptied)
            yield return new CheckAbsent(absent);
    }

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
        ImmutableArray<TableName> relations = [.. tables.Select(table => catalog[table].Relation).Distinct()];
        return [new SwitchTriggers(relations, On: false), .. operations, new SwitchTriggers(relations, On: true)];
    }

    /// <summary>A key to a table, and to each file whose rows go through that table.</summary>
    private static IEnumerable<ForeignKey> WithParts(ForeignKey key, IEnumerable<TableLoad> loads) =>
        loads
            .Where(load => load.Table.Through == key.ReferencedTable)
            .Select(load => key with { ReferencedTable = load.Table.Name })
            .Prepend(key);

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
                "tables of the target cannot be loaded",
                refused,
                "The tables of a cycle are loaded by one statement, in which PostgreSQL runs no rules. Replace the rules by "
                    + "triggers, or exclude the tables."
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
            .Select(key => (Key: key, Table: WithoutPartitions(catalog[key.Table], loads)))
            .Concat(catalog.ReferencesOfExtensions)
            .Where(user => loads.ContainsKey(user.Key.ReferencedTable) && !loads.ContainsKey(user.Key.Table))
            .ToImmutableArray();
        var byTruncate =
            referencedFrom.IsEmpty
            && loads.Values.All(load => load.Table is { CanTruncate: true, AddedRows: null or "", Root: null });
        return new EmptyTables([.. graph.Components.Reverse()], byTruncate, referencedFrom);
    }

    /// <summary>The rows of a table that are not in partitions which are loaded, and so emptied, as tables.</summary>
    private static Table WithoutPartitions(Table table, Dictionary<TableName, TableLoad> loads)
    {
        var emptied = table.Partitions.Where(partition => loads.ContainsKey(partition.Table.Name)).ToList();
        return emptied.Count == 0
            ? table
            : table with
            {
                Conditions = table.Conditions.Add(
                    $"tableoid <> ALL ('{{{string.Join(',', emptied.Select(partition => partition.Oid))}}}'::pg_catalog.oid[])"
                ),
            };
    }
}
