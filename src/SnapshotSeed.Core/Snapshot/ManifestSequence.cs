using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>A sequence that feeds no column, with the last number that it gave in the source.</summary>
internal sealed record ManifestSequence(TableName Name, long Position);
