using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>Never says when, where or by whom the data was read. The tables are in load order.</summary>
internal sealed record Manifest(MigrationVersion? Migration, ImmutableArray<ManifestTable> Tables)
{
    /// <summary>Oldest first; empty if the tool is unknown.</summary>
    public ImmutableArray<MigrationEntry> Migrations { get; init; } = [];

    /// <summary>Those that feed no column, by name.</summary>
    public ImmutableArray<ManifestSequence> Sequences { get; init; } = [];

    public const string FileName = "snapshot.json";

    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;
}
