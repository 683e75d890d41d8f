using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Finds out which rows are there, and which of those differ. Asks only; an empty table has none.</summary>
internal sealed record MatchRows(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    public override string Name => "match";

    public override IEnumerable<string> Subjects => Tables.Select(load => load.ToString());
}
