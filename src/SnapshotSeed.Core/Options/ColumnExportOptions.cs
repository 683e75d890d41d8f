namespace SnapshotSeed.Options;

/// <summary>Export options of one column.</summary>
public sealed record ColumnExportOptions
{
    /// <summary>
    /// Whether the snapshot leaves the column out, so that an import fills in its default. Foreign keys over it are not
    /// followed. A column of the table's key, or one that is referenced, cannot be skipped. Default false.
    /// </summary>
    public bool Skip { get; init; }
}
