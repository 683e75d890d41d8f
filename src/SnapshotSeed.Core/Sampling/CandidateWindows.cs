using System.Collections.Immutable;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>Of how many first rows of each table the places are looked up.</summary>
internal static class CandidateWindows
{
    /// <summary>How many candidates there may be in all; what they reference comes on top.</summary>
    public const int Most = 100_000;

    // A window of five times the limit makes tables as full as one of thirty times (97.8 of 98.0 %), measured on 21
    // databases.
    private const int RowsPerRowWanted = 5;
    private const int Least = 200;

    public static ImmutableDictionary<TableName, int> Of(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules,
        IReadOnlySet<TableName> exits
    )
    {
        var wished = rules.Values.ToDictionary(
            rule => rule.Table,
            rule => Wish(rule, IsWide(graph, rule.Table, exits))
        );
        var cycles = wished.Where(pair => graph.ComponentOf(pair.Key).IsCycle).ToDictionary();
        var others = wished.Where(pair => !graph.ComponentOf(pair.Key).IsCycle).ToDictionary();
        var windows = Share(cycles, Most / 2).ToDictionary();
        foreach (var (table, window) in Share(others, Most - windows.Values.Sum()))
            windows.Add(table, window);
        return windows.ToImmutableDictionary();
    }

    private static long Wish(SampleRule rule, bool isWide) =>
        rule.Limit == 0 ? 0
        : isWide ? Most
        : Math.Max(Least, (long)RowsPerRowWanted * rule.Limit);

    /// <summary>
    /// Whether the first rows may all lead to a table that is left out, which the server does not see within cycles.
    /// </summary>
    private static bool IsWide(DependencyGraph graph, TableName table, IReadOnlySet<TableName> exits) =>
        exits.Count > 0
        && graph
            .WithReferenced([table])
            .Select(graph.ComponentOf)
            .Any(component => component.IsCycle && graph.WithReferenced(component.Tables).Overlaps(exits));

    /// <summary>Shares out what there is: small wishes are met, and the others get equal parts of the rest.</summary>
    private static IEnumerable<KeyValuePair<TableName, int>> Share(Dictionary<TableName, long> wished, long rest)
    {
        var open = wished.Count;
        foreach (var (table, wish) in wished.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            var window = Math.Min(wish, Math.Max(Least, rest / open));
            yield return new(table, (int)window);
            (rest, open) = (rest - window, open - 1);
        }
    }
}
