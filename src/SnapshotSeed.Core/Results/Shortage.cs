using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>Why a table has fewer rows than requested.</summary>
/// <param name="Obstacle">
/// The table that most of the other rows would push past its limit and headroom; null if the others were not
/// candidates, or reference rows that were not.
/// </param>
/// <param name="Most">The most rows that the obstacle may have.</param>
internal sealed record Shortage(TableName? Obstacle, long Most);
