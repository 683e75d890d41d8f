using System.Collections.Immutable;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan;

/// <summary>
/// The choice of a small sample leaves little to fill, so all tables are read together. In a larger one a table is
/// filled from the rows of the tables that it references, so it waits for them.
/// </summary>
internal sealed class FillPlanner(
    DependencyGraph graph,
    ImmutableDictionary<TableName, SampleRule> rules,
    IReadOnlySet<TableName> filledApart
)
{
    public IEnumerable<ScheduledStep> Steps()
    {
        if (rules.Values.All(rule => rule.IsSmall))
            return StepsOf([new(graph.Components, [])]);
        return graph
            .Components.GroupBy(component => component.Depth)
            .OrderBy(level => level.Key)
            .SelectMany(level => StepsOf(level.Key == 0 ? Roots(level) : level.Select(WithReferences)));
    }

    /// <summary>They wait for nothing, and for each other only if they are filled apart.</summary>
    private IEnumerable<Part> Roots(IEnumerable<Component> roots) =>
        roots.GroupBy(IsFilledApart).OrderByDescending(group => group.Key).Select(group => new Part([.. group], []));

    private Part WithReferences(Component component) =>
        new(
            [component],
            [
                .. component
                    .Tables.SelectMany(graph.ReferencesOf)
                    .Where(key => !graph.IsWithinComponent(key))
                    .Select(key => key.ReferencedTable)
                    .Distinct()
                    .Order(),
            ]
        );

    private IEnumerable<ScheduledStep> StepsOf(IEnumerable<Part> parts)
    {
        var all = parts.ToList();
        foreach (var (components, after) in all)
        {
            var tables = components.SelectMany(component => component.Tables).Where(filledApart.Contains).ToList();
            if (tables.Count > 0)
                yield return new FillRows(Rules(tables), after);
        }

        foreach (var (components, after) in all)
            yield return new ReadRows(
                Rules(components.SelectMany(component => component.Tables)),
                components.Any(IsFilledApart) ? [] : after
            );
    }

    private bool IsFilledApart(Component component) => component.Tables.Any(filledApart.Contains);

    private ImmutableArray<SampleRule> Rules(IEnumerable<TableName> tables) =>
        [.. tables.Select(table => rules[table])];

    private sealed record Part(IReadOnlyCollection<Component> Components, ImmutableArray<TableName> After);
}
