using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary><c>Obstacle</c> is what most other rows would push past its limit and headroom, if anything.</summary>
internal sealed record Shortage(TableName? Obstacle, long Most);
