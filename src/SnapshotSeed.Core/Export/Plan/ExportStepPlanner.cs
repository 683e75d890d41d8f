using System.Collections.Immutable;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan;

/// <summary>The steps of an export: tables that are taken whole, then candidates, choice and fill.</summary>
internal static class ExportStepPlanner
{
    public static IEnumerable<ExportStep> Of(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules,
        IReadOnlySet<TableName> exits,
        IReadOnlySet<TableName> covered,
        IReadOnlySet<TableName> found,
        ImmutableArray<IncludedTable> included,
        ImmutableArray<ForeignKey> with
    )
    {
        var names = graph.Components.SelectMany(component => component.Tables).ToList();
        yield return new FindWholeTables([.. names.Select(table => rules[table])]);

        if (!included.IsEmpty)
            yield return new FindIncluded(included);

        var windows = CandidateWindows.Of(graph, rules, exits, covered, found);
        var levels = graph.Components.GroupBy(component => component.Height).OrderBy(level => level.Key).ToList();
        foreach (var level in levels)
            yield return new FindCandidates(
                [.. level],
                level
                    .SelectMany(component => component.Tables)
                    .ToImmutableDictionary(table => table, table => windows[table])
            );

        var choose = new ChooseRows([.. ReferencingFirst(graph).Select(table => rules[table])]);
        var children = new FindChildren(with, [.. levels.Select(level => level.ToImmutableArray())]);
        if (!with.IsEmpty)
            yield return children;
        yield return choose;
        foreach (var level in levels)
            yield return new FindReferencing([.. level]);
        if (!with.IsEmpty)
            yield return children;
        yield return choose;

        foreach (var components in FilledTogether(graph, rules))
            yield return new FillRows(
                components,
                components
                    .SelectMany(component => component.Tables)
                    .ToImmutableDictionary(table => table, table => rules[table])
            );
    }

    /// <summary>
    /// Where few rows are wanted the choice leaves little to fill, and one round trip does for all tables; else those of
    /// each depth take part in what the ones before have been filled with.
    /// </summary>
    private static IEnumerable<ImmutableArray<Component>> FilledTogether(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules
    ) =>
        rules.Values.All(rule => rule.IsSmall)
            ? [graph.Components]
            : graph
                .Components.GroupBy(component => component.Depth)
                .OrderBy(level => level.Key)
                .Select(level => level.ToImmutableArray());

    /// <summary>The tables by height; of one height, those that reach most others go first.</summary>
    private static IEnumerable<TableName> ReferencingFirst(DependencyGraph graph) =>
        graph
            .Components.SelectMany(component => component.Tables)
            .OrderBy(table => graph.ComponentOf(table).Height)
            .ThenByDescending(table => graph.WithReferenced([table]).Count)
            .ThenBy(table => table);
}
