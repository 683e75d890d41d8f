using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

internal sealed record DropStages(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    public override string Name => "drop";

    public override string? Detail => "temporary tables";
}
