using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Makes sure that tables with a key hold no row of the snapshot yet. Asks only.</summary>
internal sealed record CheckAbsent(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    public override string Name => "check";

    public override string? Detail => "that no row exists";

    public override IEnumerable<string> Subjects => Tables.Select(load => load.Table.Name.ToString());
}
