using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Copies large files into temporary tables.</summary>
/// <param name="Tables">Those with a large file.</param>
internal sealed record StageFiles(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "stage";

    /// <inheritdoc/>
    public override string? Detail => "in temporary tables";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(load => load.Source.File);
}
