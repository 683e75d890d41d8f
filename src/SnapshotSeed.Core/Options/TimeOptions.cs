using System.Collections.Immutable;

namespace SnapshotSeed.Options;

/// <summary>How an import shifts the times of a snapshot: all by one amount.</summary>
public sealed record TimeOptions
{
    /// <summary>
    /// What the newest time becomes; null (the default) shifts nothing. Columns of types timestamp, timestamptz and date
    /// shift, and ranges and one-dimensional arrays of them; dates by whole days. <c>infinity</c> and the year 9999 stay.
    /// </summary>
    public TimeRebase? Rebase { get; init; }

    /// <summary>Columns that do not shift, as <c>table.column</c> or <c>schema.table.column</c>. None by default.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>
    /// The columns whose newest time counts, for example those of events if others hold future times. Empty (the default):
    /// all columns that shift.
    /// </summary>
    public ImmutableArray<string> Newest { get; init; } = [];
}
