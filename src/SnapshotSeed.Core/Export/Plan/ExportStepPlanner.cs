using System.Collections.Immutable;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan;

internal static class ExportStepPlanner
{
    public static IEnumerable<ExportStep> Of(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules,
        ImmutableDictionary<TableName, int> windows,
        ImmutableArray<IncludedTable> included,
        ImmutableArray<ForeignKey> with,
        IReadOnlySet<TableName> covered,
        IReadOnlySet<TableName> filledApart
    )
    {
        var names = graph.Components.SelectMany(component => component.Tables).ToList();
        yield return new FindWholeTables([.. names.Select(table => rules[table])]);

        if (!included.IsEmpty)
            yield return new FindIncluded(included);

        var levels = graph.Components.GroupBy(component => component.Height).OrderBy(level => level.Key).ToList();
        foreach (var level in levels)
        {
            var tables = level.SelectMany(component => component.Tables).ToList();
            yield return new FindCandidates(
                [.. level],
                tables.ToImmutableDictionary(table => table, table => windows[table])
            );
            var shown = tables.Where(table => covered.Contains(table) && rules[table].Limit > 0).ToImmutableArray();
            if (!shown.IsEmpty)
                yield return new FindValues([.. level], shown);
        }

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

        foreach (var step in new FillPlanner(graph, rules, filledApart).Steps())
            yield return step;
    }

    /// <summary>By height; of one height, the tables that reach most others go first.</summary>
    private static IEnumerable<TableName> ReferencingFirst(DependencyGraph graph) =>
        graph
            .Components.SelectMany(component => component.Tables)
            .OrderBy(table => graph.ComponentOf(table).Height)
            .ThenByDescending(table => graph.WithReferenced([table]).Count)
            .ThenBy(table => table);
}
