using NpgsqlTypes;
using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Sampling;
using Numbers = (
    (byte From, byte To)[] References,
    byte[] Closed,
    (byte Limit, byte Floor, byte Headroom)[] Rules,
    bool IsAcyclic
);

namespace SnapshotSeed.Core.Tests.Sampling;

/// <summary>
/// A choice among rows out of random numbers: four tables of twelve rows each, whose rows reference any others. What
/// laws speak of is found here by their words alone, from the references.
/// </summary>
internal sealed class RandomChoice
{
    private const int Tables = 4;
    private const int RowsPerTable = 12;
    private const int RowCount = Tables * RowsPerTable;

    private readonly HashSet<int> closed;
    private readonly List<(int From, int To)> references;

    public RandomChoice(Numbers numbers, bool hasFloors = true)
    {
        closed = [.. numbers.Closed.Select(row => row % RowCount).Take(6)];
        references =
        [
            .. numbers
                .References.Select(pair => (From: pair.From % RowCount, To: pair.To % RowCount))
                .Select(pair => numbers.IsAcyclic && pair.From > pair.To ? (pair.To, pair.From) : pair)
                .Where(pair => !numbers.IsAcyclic || pair.Item1 != pair.Item2)
                .Distinct(),
        ];
        Rules =
        [
            .. Enumerable
                .Range(0, Tables)
                .Select(table =>
                {
                    var (limit, floor, headroom) = numbers.Rules.ElementAtOrDefault(table);
                    return new SampleRule(
                        Name(table),
                        limit % 9,
                        hasFloors ? floor % (limit % 9 + 1) : 0,
                        headroom % 9
                    );
                }),
        ];
    }

    public IReadOnlyList<SampleRule> Rules { get; }

    /// <summary>Chooses anew.</summary>
    public Choice Choose()
    {
        var candidates = new Candidates();
        foreach (var rows in Enumerable.Range(0, RowCount).GroupBy(row => row / RowsPerTable))
            candidates.Add(
                Name(rows.Key),
                rows.Select(row => new FoundRow(Place(row), To(row), [], !closed.Contains(row)))
            );
        candidates.CloseWaysOut();
        return CandidateNotation.Choose(candidates, Rules);
    }

    /// <summary>The chosen rows of a table, in the order in which they were taken.</summary>
    public static IReadOnlyList<int> Chosen(Choice choice, SampleRule rule) =>
        [.. choice.Rows(rule.Table).Select(row => (int)row.Row.Tid.BlockNumber)];

    public SampleRule RuleOf(int row) => Rules[row / RowsPerTable];

    /// <summary>The rows that a row references.</summary>
    public IEnumerable<int> Referenced(int row) => references.Where(pair => pair.From == row).Select(pair => pair.To);

    /// <summary>A row with all that it references, directly or not.</summary>
    public HashSet<int> Needed(int row)
    {
        var needed = new HashSet<int> { row };
        for (var before = 0; before < needed.Count; )
        {
            before = needed.Count;
            needed.UnionWith(needed.SelectMany(Referenced).ToList());
        }

        return needed;
    }

    /// <summary>Whether it may be chosen: nothing that it needs references what is left out.</summary>
    public bool IsTakeable(int row) => !Needed(row).Overlaps(closed);

    /// <summary>The rows of a table that may be chosen.</summary>
    public IEnumerable<int> Takeable(SampleRule rule) =>
        Enumerable.Range(0, RowCount).Where(row => RuleOf(row) == rule && IsTakeable(row));

    /// <summary>Whether a row can be taken besides the chosen ones without taking a table too far.</summary>
    public bool Fits(int row, IReadOnlySet<int> chosen) =>
        Needed(row)
            .Except(chosen)
            .GroupBy(RuleOf)
            .All(rows => rows.Count() + chosen.Count(other => RuleOf(other) == rows.Key) <= rows.Key.Most);

    private IReadOnlyList<(TableName, RowId)> To(int row) =>
        [.. Referenced(row).Select(to => (Name(to / RowsPerTable), Place(to)))];

    private static RowId Place(int row) => new(1, new NpgsqlTid((uint)row, 1));

    private static TableName Name(int table) => CatalogNotation.Name(((char)('a' + table)).ToString());
}
