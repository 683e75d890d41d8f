using System.Collections.Immutable;

namespace SnapshotSeed.Export.Selection;

internal sealed record ReadOutcome(
    long Count,
    IReadOnlyCollection<RowId> Added,
    ImmutableArray<KeyValues> Keys,
    ImmutableArray<DanglingRows> Dangling
);
