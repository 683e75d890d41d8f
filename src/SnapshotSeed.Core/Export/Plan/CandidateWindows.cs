using System.Collections.Immutable;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan;

/// <summary>Of how many first rows of each table the places are looked up.</summary>
internal static class CandidateWindows
{
    /// <summary>How many candidates there may be in all; what they reference comes on top.</summary>
    public const int Most = 100_000;

    // Two rows for each that is wanted make tables as full as five, since those that they leave short are looked for
    // through their references anyway (84.6 of 84.8 % where references are random, 100 % where they are real): in two
    // thirds of the time. Where an index leads to whatever they leave short, the wanted ones are enough.
    private const int RowsPerRowWanted = 2;
    private const int RowsPerRowFound = 1;

    // To show as many values as there are, it is worth looking further.
    private const int RowsPerRowCovered = 5;

    // As if so many were wanted at least.
    private const int LeastLimit = 100;
    private const int LeastWindow = 200;
    private const int WantedPerRow = 3;
    private const int LeastWanted = 400;

    /// <summary>
    /// Of how many rows of a table, that others reference, the references are looked up: some more than it may have. Where
    /// the first rows of very many tables lead to as many rows of one, most of them cannot be chosen together.
    /// </summary>
    public static long MostWanted(SampleRule rule) => Math.Max(LeastWanted, WantedPerRow * rule.Most);

    /// <param name="graph">The tables.</param>
    /// <param name="rules">The rule of each.</param>
    /// <param name="exits">Those from which a key leads out.</param>
    /// <param name="covered">Those whose rows are to show different values.</param>
    /// <param name="found">Those whose further rows an index leads to, by whatever they reference.</param>
    public static ImmutableDictionary<TableName, int> Of(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules,
        IReadOnlySet<TableName> exits,
        IReadOnlySet<TableName> covered,
        IReadOnlySet<TableName> found
    )
    {
        var wished = rules.Values.ToDictionary(
            rule => rule.Table,
            rule =>
                Wish(
                    rule,
                    IsWide(graph, rule.Table, exits) ? Most
                        : covered.Contains(rule.Table) ? RowsPerRowCovered
                        : found.Contains(rule.Table) ? RowsPerRowFound
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
            var window = Math.Min(wish, Math.Max(LeastWindow, rest / open));
            yield return new(table, (int)window);
            (rest, open) = (rest - window, open - 1);
        }
    }
}
