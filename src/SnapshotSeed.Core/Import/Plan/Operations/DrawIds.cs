using System.Collections.Immutable;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Ids for new rows. A number that a sequence gave is gone, so this comes after every check.</summary>
internal sealed record DrawIds(ImmutableArray<IdLookup> Tables) : LoadOperation
{
    public override string Name => "draw";

    public override string? Detail => "ids for new rows";

    public override IEnumerable<string> Subjects => Tables.Select(table => $"{table.Load.Table.Name}");
}
