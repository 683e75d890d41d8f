using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Looks for the rows of tables again whose triggers or rules may have changed or deleted them as they were inserted:
/// what is not found would be inserted again by every import.
/// </summary>
/// <param name="Tables">The tables.</param>
internal sealed record LookAgain(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string? Detail => "that triggers kept the rows";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(load => load.Table.Name.ToString());
}
