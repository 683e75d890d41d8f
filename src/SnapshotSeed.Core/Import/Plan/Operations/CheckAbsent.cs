using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Makes sure that tables hold no row of the snapshot yet. Asks only.</summary>
/// <param name="Tables">The tables, which have a key.</param>
internal sealed record CheckAbsent(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string? Detail => "that no row exists";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(load => load.Table.Name.ToString());
}
