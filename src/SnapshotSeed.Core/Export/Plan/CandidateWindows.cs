using System.Collections.Immutable;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan;

/// <summary>How many first rows of each table become candidates.</summary>
internal static class CandidateWindows
{
    /// <summary>In all; their parent rows come on top.</summary>
    public const int Most = 100_000;

    // Two candidates for each wanted row fill tables as well as five, in two thirds of the time, since FindReferencing
    // finds most of the rest. Where an index leads to all of the rest, one is enough.
    private const int RowsPerRowWanted = 2;
    private const int RowsPerRowIndexed = 1;

    // A wider window shows more values.
    private const int RowsPerRowCovered = 5;

    // A smaller limit counts as this one.
    private const int LeastLimit = 100;
    private const int LeastWindow = 200;
    private const int WantedPerRow = 3;
    private const int LeastWanted = 400;

    /// <summary>Some more than it may have: most of the rows that first rows reference do not fit together.</summary>
    public static long MostWanted(SampleRule rule) => Math.Max(LeastWanted, WantedPerRow * rule.Most);

    public static ImmutableDictionary<TableName, int> Of(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules,
        IReadOnlySet<TableName> referencingExcluded,
        IReadOnlySet<TableName> covered,
        IReadOnlySet<TableName> indexed
    )
    {
        var wished = rules.Values.ToDictionary(
            rule => rule.Table,
            rule =>
                Wish(
                    rule,
                    IsWide(graph, rule.Table, referencingExcluded) ? Most
                        : covered.Contains(rule.Table) ? RowsPerRowCovered
                        : indexed.Contains(rule.Table) ? RowsPerRowIndexed
                        : RowsPerRowWanted
                )
        );
        var cycles = wished.Where(pair => graph.ComponentOf(pair.Key).IsCycle).ToDictionary();
        var others = wished.Where(pair => !graph.ComponentOf(pair.Key).IsCycle).ToDictionary();
        var windows = Share(cycles, Most / 2).ToDictionary();
        foreach (var (table, window) in Share(others, Most - windows.Values.Sum()))
            windows.Add(table, window);
        return windows.ToImmutableDictionary();
    }

    private static long Wish(SampleRule rule, int rowsPerRow) =>
        rule.Limit == 0 ? 0 : Math.Min((long)rowsPerRow * Math.Max(rule.Limit, LeastLimit), Most);

    /// <summary>All first rows may lead to excluded rows through a cycle, where the server does not see it.</summary>
    private static bool IsWide(DependencyGraph graph, TableName table, IReadOnlySet<TableName> referencingExcluded) =>
        referencingExcluded.Count > 0
        && graph
            .WithReferenced([table])
            .Select(graph.ComponentOf)
            .Any(component =>
                component.IsCycle && graph.WithReferenced(component.Tables).Overlaps(referencingExcluded)
            );

    /// <summary>Meets small wishes, and gives the others equal parts of the rest.</summary>
    private static IEnumerable<KeyValuePair<TableName, int>> Share(Dictionary<TableName, long> wished, long rest)
    {
        var open = wished.Count;
        foreach (var (table, wish) in wished.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            var window = Math.Min(wish, Math.Max(LeastWindow, rest / open));
            yield return new(table, (int)window);
            (rest, open) = (rest - window, open - 1);
        }
    }
}
