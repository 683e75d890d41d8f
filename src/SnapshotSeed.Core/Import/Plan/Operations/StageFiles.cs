using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Copies large files into temporary tables.</summary>
/// <param name="Tables">Those with a large file.</param>
internal sealed record StageFiles(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"stage     {string.Join(", ", Tables.Select(load => load.Source.File))} in temporary tables";
}
