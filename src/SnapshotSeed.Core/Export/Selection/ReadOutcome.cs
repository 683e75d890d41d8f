using System.Collections.Immutable;

namespace SnapshotSeed.Export.Selection;

/// <summary>The result of reading the sample of a table.</summary>
/// <param name="Count">How many rows came.</param>
/// <param name="Added">The rows that were chosen as they came.</param>
/// <param name="Keys">The values of referenced columns in all rows.</param>
/// <param name="Dangling">The rows with a missing parent row, by key.</param>
internal sealed record ReadOutcome(
    long Count,
    IReadOnlyCollection<RowId> Added,
    ImmutableArray<KeyValues> Keys,
    ImmutableArray<DanglingRows> Dangling
);
