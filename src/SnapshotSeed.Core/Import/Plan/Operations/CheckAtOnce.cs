using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Has deferred keys of tables checked by each statement, so that a row to blame shows while it can be left out. Triggers
/// that are deferred stay so.
/// </summary>
/// <param name="Tables">The tables.</param>
internal sealed record CheckAtOnce(ImmutableArray<TableName> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string? Detail => "deferred keys at once";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(table => table.ToString());
}
