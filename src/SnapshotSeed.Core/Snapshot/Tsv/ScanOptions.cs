using SnapshotSeed.Options;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>What is kept of a file that is read.</summary>
/// <param name="IsHeld">Whether its bytes are kept, so that whoever needs them need not read it again.</param>
/// <param name="MostKept">Of how many rows the values are kept.</param>
/// <param name="Exported">
/// The SHA-256 of the file as it was exported. One that becomes that file where each CRLF is taken for LF is read so: git
/// can be told to write the files of a checkout with CRLF, which would change values of several lines.
/// </param>
internal sealed record ScanOptions(bool IsHeld = false, long MostKept = 0, string? Exported = null)
{
    /// <summary>What stands for NULL, without quotes.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;
}
