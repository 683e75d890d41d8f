using System.Collections.Immutable;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import;

/// <summary>A comparison that is ready to run.</summary>
/// <param name="Target">The target.</param>
/// <param name="Snapshot">The snapshot, fitted to it.</param>
/// <param name="LabelFiles">The files that are not compared, but define labels which compared rows hold.</param>
internal sealed record PreparedComparison(
    ImportTarget Target,
    FittedSnapshot Snapshot,
    ImmutableArray<TableLoad> LabelFiles
);
