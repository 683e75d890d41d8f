using System.Collections.Immutable;

namespace SnapshotSeed.Export.Selection;

/// <summary>What is known of a table once its sample has been read.</summary>
/// <param name="Count">How many rows came.</param>
/// <param name="Added">The rows that were chosen as they came.</param>
/// <param name="Keys">The values of referenced columns in all of its rows.</param>
/// <param name="Dangling">What became of the keys that were looked at.</param>
internal sealed record ReadOutcome(
    long Count,
    IReadOnlyCollection<RowId> Added,
    ImmutableArray<KeyValues> Keys,
    ImmutableArray<DanglingRows> Dangling
);
