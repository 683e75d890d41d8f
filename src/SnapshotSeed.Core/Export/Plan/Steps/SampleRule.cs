using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>How many rows to sample of one table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Limit">Rows to choose at most; parent rows may exceed it.</param>
/// <param name="Floor">Minimum rows, whatever parent rows they need; never above the limit.</param>
/// <param name="Headroom">Parent rows beyond the limit; floors of other tables may need more.</param>
internal sealed record SampleRule(TableName Table, int Limit, int Floor, int Headroom)
{
    // So few rows are not worth a scan of the table: indexes lead to them, or they are among the first rows.
    private const int MostRowsOfASmallSample = 1_000;

    public bool IsSmall => IsSmallSample(Limit);

    public static bool IsSmallSample(int limit) => limit <= MostRowsOfASmallSample;

    /// <summary>The most rows, unless a floor needs more.</summary>
    public long Most => (long)Limit + Headroom;

    /// <summary>The limit, or the estimate of the source if that is lower.</summary>
    public long Expected(Table table) => Math.Min(Limit, table.EstimatedRows ?? Limit);
}
