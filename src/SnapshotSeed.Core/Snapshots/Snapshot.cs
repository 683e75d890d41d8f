using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Snapshots;

/// <summary>A snapshot folder, checked as far as it can be without a database.</summary>
/// <param name="Tables">Its tables; in load order, where there is a manifest.</param>
internal sealed record Snapshot(ImmutableArray<SnapshotTable> Tables)
{
    /// <summary>The migration version of the source, where the manifest tells one.</summary>
    public MigrationVersion? Migration { get; init; }

    /// <summary>Where sequences that feed no column stood, where the manifest tells any.</summary>
    public ImmutableArray<ManifestSequence> Sequences { get; init; } = [];
}
