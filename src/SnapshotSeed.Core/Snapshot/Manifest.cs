using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>What a snapshot folder contains: what the data is, never when, where or by whom it was read.</summary>
/// <param name="Migration">The migration version of the source, if a known migration tool left one.</param>
/// <param name="Tables">Its tables in load order.</param>
internal sealed record Manifest(MigrationVersion? Migration, ImmutableArray<ManifestTable> Tables)
{
    /// <summary>What the migration tool's table says of every migration, the oldest first; none where the tool is not known.</summary>
    public ImmutableArray<MigrationEntry> Migrations { get; init; } = [];

    /// <summary>Its sequences that feed no column, by name.</summary>
    public ImmutableArray<ManifestSequence> Sequences { get; init; } = [];

    /// <summary>The name of the manifest's file.</summary>
    public const string FileName = "snapshot.json";

    /// <summary>The format version that this version of the tool writes, and the newest that it reads.</summary>
    public const int CurrentFormat = 1;
}
