using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Makes sure that keys which only a user's word tells, and no constraint, tell rows apart: in the files as in the target.
/// Asks only.
/// </summary>
/// <param name="Tables">The tables with such a key.</param>
/// <param name="NeedIds">Whether their keys hold ids in whose place the files have labels.</param>
internal sealed record CheckKeys(ImmutableArray<TableLoad> Tables, bool NeedIds) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string? Detail => "keys";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects =>
        Tables.Select(load => $"{load.Table.Name} ({string.Join(", ", load.Key!.Columns)})");
}
