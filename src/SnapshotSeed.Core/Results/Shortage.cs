using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>Why a table has fewer rows than were asked for.</summary>
/// <param name="Obstacle">
/// The table that most of its other rows would take beyond its limit and headroom; null where the others were not looked
/// at, or need rows that were not.
/// </param>
/// <param name="Most">The size that the obstacle may have.</param>
internal sealed record Shortage(TableName? Obstacle, long Most);
