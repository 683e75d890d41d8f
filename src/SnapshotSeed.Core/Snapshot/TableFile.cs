using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>A file that is not read yet; the manifest's entry is null in a folder without one.</summary>
internal sealed record TableFile(TableName Table, string Path, ManifestTable? Manifest);
