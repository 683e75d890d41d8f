using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot;

/// <summary>One table of a snapshot as it lies in the folder now.</summary>
internal sealed record SnapshotTable(TableName Name, string Path, TsvContent Content)
{
    /// <summary>Null for a folder without a manifest.</summary>
    public ManifestTable? Manifest { get; init; }

    public string File => System.IO.Path.GetFileName(Path);

    /// <summary>Editing a file after its export is allowed, and told.</summary>
    public bool IsEdited => Manifest is { } manifest && Content.Sha256 != manifest.Sha256;

    /// <exception cref="SnapshotSeedException">The file has changed meanwhile.</exception>
    public Task<TsvRows> ReadRowsAsync(CancellationToken cancellationToken) =>
        TsvReader.ReadAsync(Path, Content, cancellationToken);
}
