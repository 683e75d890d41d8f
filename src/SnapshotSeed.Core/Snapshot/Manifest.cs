using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>The description of a snapshot's data. It never says when, where or by whom the data was read.</summary>
/// <param name="Migration">The newest migration of the source; null if no known tool recorded one.</param>
/// <param name="Tables">The tables in load order.</param>
internal sealed record Manifest(MigrationVersion? Migration, ImmutableArray<ManifestTable> Tables)
{
    /// <summary>Every migration of the source, oldest first; empty if the tool is unknown.</summary>
    public ImmutableArray<MigrationEntry> Migrations { get; init; } = [];

    /// <summary>The sequences that feed no column, by name.</summary>
    public ImmutableArray<ManifestSequence> Sequences { get; init; } = [];

    public const string FileName = "snapshot.json";

    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;
}
