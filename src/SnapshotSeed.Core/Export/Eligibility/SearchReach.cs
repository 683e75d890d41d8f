using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>How many rows are read from the start of the key before all are. It never decides what is found.</summary>
internal sealed record SearchReach(long Start, bool IsScan, bool IsSmall)
{
    // Measured: a row by an index takes as long as scanning four to thirty, and a page holds about a hundred.
    private const long RowsByIndexPerScannedPage = 24;

    /// <summary>
    /// For very many rows a scan costs no more than the rows themselves. Without joins PostgreSQL stops at the last
    /// wanted row, so the start may cost as much as a scan.
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

    public static long Least(int limit) => Math.Max(1_000L, 10L * limit);

    /// <summary>How many entries of an index are read before their rows.</summary>
    public static long MostEntries(int limit) => 10 * Least(limit);
}
