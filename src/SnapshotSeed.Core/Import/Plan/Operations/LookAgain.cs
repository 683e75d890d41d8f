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
    public override string ToString() => $"look for  {string.Join(", ", Tables.Select(load => load.Table.Name))} again";
}
