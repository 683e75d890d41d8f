using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds the rows that the snapshot always has. One round trip; where rows that reference them come along, one for each
/// step away from them.
/// </summary>
/// <param name="Tables">The tables with rows to include.</param>
internal sealed record FindIncluded(ImmutableArray<IncludedTable> Tables) : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "included";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(table => table.ToString());
}
