using SnapshotSeed.Options;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>What to keep of a file that is read.</summary>
/// <param name="IsHeld">Whether to keep the bytes, so that the file need not be read again.</param>
/// <param name="MostKept">Keeps the values if the file has at most so many rows.</param>
/// <param name="Exported">
/// The SHA-256 of the exported file. If the file has this hash once each CRLF is replaced by LF, git converted it on
/// checkout, which would change values of several lines; then it is read with LF.
/// </param>
internal sealed record ScanOptions(bool IsHeld = false, long MostKept = 0, string? Exported = null)
{
    /// <summary>The text for NULL, without quotes.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;
}
