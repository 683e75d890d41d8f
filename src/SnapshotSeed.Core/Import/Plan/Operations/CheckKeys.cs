using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Makes sure that keys which no constraint backs tell rows apart, in file and target. Asks only. The keys may hold ids
/// where the files have labels: see <paramref name="NeedIds"/>.
/// </summary>
internal sealed record CheckKeys(ImmutableArray<TableLoad> Tables, bool NeedIds) : LoadOperation
{
    public override string Name => "check";

    public override string? Detail => "keys";

    public override IEnumerable<string> Subjects =>
        Tables.Select(load => $"{load.Table.Name} ({string.Join(", ", load.Key!.Columns)})");
}
