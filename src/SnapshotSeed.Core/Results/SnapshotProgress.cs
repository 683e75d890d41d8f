namespace SnapshotSeed;

/// <summary>A table is done.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Its rows in the snapshot.</param>
/// <param name="Done">How many tables are done.</param>
/// <param name="Tables">How many there are.</param>
public sealed record SnapshotProgress(TableName Table, long Rows, int Done, int Tables)
{
    /// <summary>Reads as <c>3 of 27: orders, 100 rows</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Done} of {Tables}: {Table}, {Counted.Of(Rows, "row")}");
}
