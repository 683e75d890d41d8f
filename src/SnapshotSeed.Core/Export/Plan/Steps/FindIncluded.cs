using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>One round trip, and where child rows come along, one more for each generation.</summary>
internal sealed record FindIncluded(ImmutableArray<IncludedTable> Tables) : ExportStep
{
    public override string Name => "included";

    public override IEnumerable<string> Subjects => Tables.Select(table => table.ToString());
}
