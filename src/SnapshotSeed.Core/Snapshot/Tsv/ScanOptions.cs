using SnapshotSeed.Options;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>
/// If the file has the hash <c>Exported</c> once each CRLF is replaced by LF, git converted it on checkout, which would
/// change values of several lines; then it is read with LF.
/// </summary>
internal sealed record ScanOptions(bool IsHeld = false, long MostKept = 0, string? Exported = null)
{
    /// <summary>Without quotes.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;
}
