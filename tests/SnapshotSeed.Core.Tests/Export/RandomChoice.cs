using FsCheck;
using FsCheck.Fluent;
using NpgsqlTypes;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Export;

/// <summary>
/// A random choice among rows of four tables, as many of each, numbered one table after the other. What laws speak of
/// is found here by their words alone, from the references.
/// </summary>
internal sealed class RandomChoice
{
    private const int Tables = 4;
    private const int RowsPerTable = 8;
    private const int Values = 4;
    private const int RowCount = Tables * RowsPerTable;

    private readonly HashSet<int> closed;
    private readonly List<(int From, int To)> references;
    private readonly IReadOnlyList<int> shown;

    private RandomChoice(
        IEnumerable<(int From, int To)> references,
        IEnumerable<int> closed,
        IEnumerable<SampleRule> rules,
        IReadOnlyList<int> shown
    ) =>
        (this.references, this.closed, Rules, this.shown) = (
            [.. references.Distinct()],
            [.. closed],
            [.. rules],
            shown
        );

    public IReadOnlyList<SampleRule> Rules { get; }

    /// <summary>Whether tables show all values of a column before they take other rows.</summary>
    public bool IsCovered { get; private init; }

    /// <summary>Few rows may be left out: most others lead to them where there are many references.</summary>
    public static Gen<RandomChoice> Cases { get; } =
        from count in Gen.Choose(0, 2 * RowCount)
        from shape in Gen.Choose(0, 2)
        from references in Reference(shape).ListOf(count)
        from closed in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from leftOut in Gen.Choose(0, RowCount - 1).ListOf(closed)
        from rules in Rule.ListOf(Tables)
        from shown in Gen.Choose(0, Values - 1).ListOf(RowCount)
        from isCovered in Gen.Elements(false, true)
        select new RandomChoice(
            references,
            leftOut,
            rules.Select((rule, i) => rule with { Table = Name(i) }),
            [.. shown]
        )
        {
            IsCovered = isCovered,
        };

    /// <summary>Rows reference none before them, mostly such of their own table, or any.</summary>
    private static Gen<(int From, int To)> Reference(int shape) =>
        from a in Gen.Choose(0, RowCount - 1)
        from b in Gen.Choose(0, RowCount - 1)
        from isNear in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        select shape == 0 ? (Math.Min(a, b), Math.Max(a, b))
        : shape == 1 && isNear ? (a, a - (a % RowsPerTable) + (b % RowsPerTable))
        : (a, b);

    private static Gen<SampleRule> Rule { get; } =
        from limit in Gen.Choose(0, RowsPerTable)
        from floor in Gen.Choose(0, limit)
        from headroom in Gen.Choose(0, 3)
        select new SampleRule(Name(0), limit, floor, headroom);

    public RandomChoice WithoutFloors() => With(rule => rule with { Floor = 0 });

    /// <summary>With a row for each value, and room for whatever these need.</summary>
    public RandomChoice WithRoomForValues() =>
        With(rule => rule with { Limit = Math.Max(rule.Limit, Values), Headroom = RowsPerTable });

    /// <summary>What a row shows: a number, or NULL.</summary>
    public long? Shows(int row) => shown[row] == 0 ? null : shown[row];

    private RandomChoice With(Func<SampleRule, SampleRule> change) =>
        new(references, closed, Rules.Select(change), shown) { IsCovered = IsCovered };

    /// <summary>Chooses anew.</summary>
    public RowChooser Choose()
    {
        var candidates = new CandidateSet();
        foreach (var rows in Enumerable.Range(0, RowCount).GroupBy(row => row / RowsPerTable))
            candidates.Add(Name(rows.Key), rows.Select(Found));
        candidates.CloseReferencing();
        return CandidateNotation.Choose(
            candidates,
            Rules,
            IsCovered ? [new(new Column("a", "mood"), IsAlways: true)] : []
        );
    }

    /// <summary>The chosen rows of a table, in the order in which they were taken.</summary>
    public static IReadOnlyList<int> Chosen(RowChooser choice, SampleRule rule) =>
        [.. choice.Rows(rule.Table).Select(row => (int)row.Row.Tid.BlockNumber)];

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

    /// <summary>Whether a row can be taken besides chosen ones without taking a table too far.</summary>
    public bool Fits(int row, IReadOnlySet<int> chosen) =>
        Needed(row)
            .Except(chosen)
            .GroupBy(RuleOf)
            .All(rows => rows.Count() + chosen.Count(other => RuleOf(other) == rows.Key) <= rows.Key.Most);

    public override string ToString() =>
        $"{(IsCovered ? "covered " : "")}references {string.Join(' ', references.Order())}, closed {string.Join(' ', closed.Order())}, "
        + $""
        + $"shown {string.Join(' ', shown)}, rules {string.Join(' ', Rules)}";

    private SampleRule RuleOf(int row) => Rules[row / RowsPerTable];

    private FoundRow Found(int row) =>
        new(
            Place(row),
            [.. Referenced(row).Select(to => (Name(to / RowsPerTable), Place(to)))],
            [],
            IsOpen: !closed.Contains(row)
        )
        {
            Shows = [Shows(row)],
        };

    private static RowId Place(int row) => new(1, new NpgsqlTid((uint)row, 1));

    private static TableName Name(int table) => CatalogNotation.Name(((char)('a' + table)).ToString());
}
