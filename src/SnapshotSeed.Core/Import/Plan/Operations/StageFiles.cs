using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Copies large files into temporary tables.</summary>
internal sealed record StageFiles(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    public override string Name => "stage";

    public override string? Detail => "in temporary tables";

    public override IEnumerable<string> Subjects => Tables.Select(load => load.Source.File);
}
