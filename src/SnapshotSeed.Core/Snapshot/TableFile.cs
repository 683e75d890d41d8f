using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>A file of a snapshot folder that is not read yet.</summary>
/// <param name="Table">The table of the file.</param>
/// <param name="Path">The file's path.</param>
/// <param name="Manifest">The file's entry in the manifest; null in a folder without one.</param>
internal sealed record TableFile(TableName Table, string Path, ManifestTable? Manifest);
