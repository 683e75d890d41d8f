using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>
/// How far the first rows that pass a filter are looked for from the start of the key, before all rows are looked at.
/// What is found never depends on it.
/// </summary>
/// <param name="Start">How many rows the start has.</param>
/// <param name="IsScan">Whether all rows are looked at right away.</param>
/// <param name="IsSmall">Whether so few rows are wanted that looking in more steps pays.</param>
internal sealed record SearchReach(long Start, bool IsScan, bool IsSmall)
{
    // Measured: a row read through an index takes as long as four to thirty that are scanned, of which a page holds
    // about a hundred.
    private const long RowsByIndexPerScannedPage = 24;

    /// <summary>
    /// Where very many rows are wanted, a scan is no more than they cost anyway: start goes as far as the limit should
    /// need. Where the conditions need no join, PostgreSQL stops at the last row wanted, so it may go as far as a scan
    /// would cost. In a table with few pages for so many rows, one scan is cheaper than the start, whose rows may lie
    /// on a page each.
    /// </summary>
    public static SearchReach Of(Table table, int limit, RowFilter filter)
    {
        var isSmall = SampleRule.IsSmallSample(limit);
        var stopsEarly = !isSmall && !filter.HasJoins;
        var least = Least(limit);
        var needed = (long)Math.Min(1.2 * limit / (stopsEarly ? filter.BestShare : filter.ExpectedShare), 1e12);
        var start =
            !isSmall ? needed
            : needed <= 10 * least ? Math.Max(least, needed)
            : least;
        var scan = RowsByIndexPerScannedPage * table.Pages;
        return new(stopsEarly ? scan ?? start : start, scan <= start, isSmall);
    }

    /// <summary>How far it is worth looking at least.</summary>
    public static long Least(int limit) => Math.Max(1_000L, 10L * limit);

    /// <summary>How many entries of an index are looked at before any of their rows is.</summary>
    public static long MostEntries(int limit) => 10 * Least(limit);
}
