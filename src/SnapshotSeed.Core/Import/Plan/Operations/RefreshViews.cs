using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Each view comes after those that it reads. All are refreshed, since nothing tells which are stale. Unless
/// <c>IsDone</c>, only those are named that surely are: over tables that have changed, or never populated.
/// </summary>
internal sealed record RefreshViews(ImmutableArray<TableName> Views, bool IsDone) : LoadOperation
{
    public override string Name => IsDone ? "refresh" : "list";

    public override string? Detail => $"materialized views over {(IsDone ? "loaded" : "changed")} tables";

    public override IEnumerable<string> Subjects => Views.Select(view => $"{view}");
}
