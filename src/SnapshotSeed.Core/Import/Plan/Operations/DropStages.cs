using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Drops temporary tables whose rows are loaded.</summary>
/// <param name="Tables">The tables whose files are in them.</param>
internal sealed record DropStages(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "drop";

    /// <inheritdoc/>
    public override string? Detail => "temporary tables";
}
