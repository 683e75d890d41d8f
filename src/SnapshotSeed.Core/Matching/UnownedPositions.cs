using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Matching;

/// <summary>The sequences that feed no column, of a snapshot and of a target. Pure.</summary>
internal static class UnownedPositions
{
    /// <summary>Each with its position in the snapshot.</summary>
    public static IEnumerable<(UnownedSequence Sequence, long Position)> Shared(
        SnapshotFiles snapshot,
        DatabaseCatalog catalog
    ) =>
        from position in snapshot.Sequences
        join sequence in catalog.LooseSequences on position.Name equals sequence.Name
        select (sequence, position.Position);

    public static IEnumerable<(UnownedSequence Sequence, long Position)> Behind(
        SnapshotFiles snapshot,
        DatabaseCatalog catalog
    ) => Shared(snapshot, catalog).Where(entry => entry.Sequence.IsBehind(entry.Position));
}
