using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>How many rows to sample of one table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Limit">Rows to sample at most; referenced rows may come on top.</param>
/// <param name="Floor">Rows to reach whatever they reference; never above the limit.</param>
/// <param name="Headroom">How many referenced rows may come on top, but for what floors need.</param>
internal sealed record SampleRule(TableName Table, int Limit, int Floor, int Headroom)
{
    // Fewer rows are worth no scan of the table: they are found by indexes, or among the first rows.
    private const int MostRowsOfASmallSample = 1_000;

    /// <summary>Whether so few rows are wanted that they are not worth a scan.</summary>
    public bool IsSmall => IsSmallSample(Limit);

    /// <summary>The same of a limit.</summary>
    public static bool IsSmallSample(int limit) => limit <= MostRowsOfASmallSample;

    /// <summary>The size that no row but one of a floor takes the table beyond.</summary>
    public long Most => (long)Limit + Headroom;

    /// <summary>How many rows are asked for, as far as the source knows how many its table has.</summary>
    public long Expected(Table table) => Math.Min(Limit, table.EstimatedRows ?? Limit);
}
