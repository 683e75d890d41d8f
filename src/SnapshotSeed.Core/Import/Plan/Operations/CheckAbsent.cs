using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Makes sure that tables hold no row of the snapshot yet. Asks only.</summary>
/// <param name="Tables">The tables, which have a key.</param>
internal sealed record CheckAbsent(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"check     that no row is there: {string.Join(", ", Tables.Select(load => load.Table.Name))}";
}
