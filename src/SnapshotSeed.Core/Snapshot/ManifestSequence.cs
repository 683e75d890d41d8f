using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>Where a sequence that feeds no column stood in the source.</summary>
/// <param name="Name">The sequence.</param>
/// <param name="Position">The last number that it had given.</param>
internal sealed record ManifestSequence(TableName Name, long Position);
