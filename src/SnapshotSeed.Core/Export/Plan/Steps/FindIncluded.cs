using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds the rows that an option includes. One round trip, and where child rows come along, one more for each
/// generation.
/// </summary>
internal sealed record FindIncluded(ImmutableArray<IncludedTable> Tables) : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "included";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(table => table.ToString());
}
