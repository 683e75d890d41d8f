using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>A file of a snapshot folder, before it is read.</summary>
/// <param name="Table">The table that it is for.</param>
/// <param name="Path">The file's path.</param>
/// <param name="Manifest">What the manifest says of it; null for a folder without one.</param>
internal sealed record SnapshotFile(TableName Table, string Path, ManifestTable? Manifest);
