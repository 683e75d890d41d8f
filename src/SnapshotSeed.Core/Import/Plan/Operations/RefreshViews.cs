using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Refreshes the materialized views over tables that have changed, or names them.</summary>
/// <param name="Views">The views over loaded tables, each after those that it reads.</param>
/// <param name="IsDone">Whether they are refreshed; else they are named.</param>
internal sealed record RefreshViews(ImmutableArray<TableName> Views, bool IsDone) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => IsDone ? "refresh" : "list";

    /// <inheritdoc/>
    public override string? Detail => "materialized views over changed tables";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Views.Select(view => $"{view}");
}
