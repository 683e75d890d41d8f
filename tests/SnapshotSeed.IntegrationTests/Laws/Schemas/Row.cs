using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>
/// A row: its number in its table, a cell for each column that is not generated, the number of the row that each
/// reference points at.
/// </summary>
internal sealed record Row(
    int Number,
    ImmutableDictionary<string, Cell> Cells,
    ImmutableDictionary<string, int> Targets
);
