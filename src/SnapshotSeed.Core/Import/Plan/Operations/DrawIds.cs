using System.Collections.Immutable;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Gives new ids to rows that are not there, from sequences that are moved past the table's rows first. A number that a
/// sequence gave is gone for good, so this comes after every check.
/// </summary>
/// <param name="Tables">The tables.</param>
internal sealed record DrawIds(ImmutableArray<IdLookup> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "draw";

    /// <inheritdoc/>
    public override string? Detail => "ids for new rows";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(table => $"{table.Load.Table.Name}");
}
