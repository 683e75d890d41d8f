using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot;

/// <summary>One table of a snapshot as it lies in the folder now.</summary>
/// <param name="Name">The table.</param>
/// <param name="Path">The file's path.</param>
/// <param name="Content">What the file holds.</param>
internal sealed record SnapshotTable(TableName Name, string Path, TsvContent Content)
{
    /// <summary>What the manifest says of it; null for a folder without one.</summary>
    public ManifestTable? Manifest { get; init; }

    /// <summary>The file's name within the folder.</summary>
    public string File => System.IO.Path.GetFileName(Path);

    /// <summary>Whether someone edited the file after it was exported, which is allowed and said.</summary>
    public bool IsEdited => Manifest is { } manifest && Content.Sha256 != manifest.Sha256;

    /// <summary>Its rows; of a large file taken out of its bytes again.</summary>
    /// <exception cref="SnapshotSeedException">The file has changed meanwhile.</exception>
    public Task<TsvRows> ReadRowsAsync(CancellationToken cancellationToken) =>
        TsvReader.ReadAsync(Path, Content, cancellationToken);
}
