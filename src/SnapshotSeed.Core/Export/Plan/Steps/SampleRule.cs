using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>Parent rows may exceed the limit by the headroom; floors of other tables may need even more.</summary>
internal sealed record SampleRule(TableName Table, int Limit, int Floor, int Headroom)
{
    // So few rows are not worth a scan of the table: indexes lead to them, or they are among the first rows.
    private const int MostRowsOfASmallSample = 1_000;

    public bool IsSmall => IsSmallSample(Limit);

    public static bool IsSmallSample(int limit) => limit <= MostRowsOfASmallSample;

    /// <summary>The most rows, unless a floor needs more.</summary>
    public long Most => (long)Limit + Headroom;

    public long Expected(Table table) => Math.Min(Limit, table.EstimatedRows ?? Limit);
}
