using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Rows that a trigger or rule changed or deleted would be inserted again by every import.</summary>
internal sealed record LookAgain(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    public override string Name => "check";

    public override string? Detail => "that triggers kept the rows";

    public override IEnumerable<string> Subjects => Tables.Select(load => load.Table.Name.ToString());
}
