using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>The position of a sequence that feeds no column.</summary>
/// <param name="Name">The sequence.</param>
/// <param name="Position">The last number that it gave in the source.</param>
internal sealed record ManifestSequence(TableName Name, long Position);
