using SnapshotSeed.Catalog;

namespace SnapshotSeed;

/// <summary>Why a table has fewer rows than were asked for.</summary>
/// <param name="Obstacle">
/// The table that most of its other rows would take beyond its limit and headroom; null where none of those that were
/// looked at would do that, but they lead to what is left out, or were not looked at.
/// </param>
/// <param name="Most">The size that the obstacle may have.</param>
/// <param name="LeadsOut">Whether rows of the table can lead to a table that is left out.</param>
public sealed record Shortage(TableName? Obstacle, long Most, bool LeadsOut);
