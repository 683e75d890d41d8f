using System.Collections.Immutable;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import;

/// <summary>The label files are not compared, but define labels that compared rows hold.</summary>
internal sealed record PreparedComparison(
    ImportTarget Target,
    FittedSnapshot Snapshot,
    ImmutableArray<TableLoad> LabelFiles
)
{
    /// <summary>The tables that the options name and the target lacks.</summary>
    public ImmutableArray<TableName> Absent { get; init; } = [];
}
