using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Each view comes after those that it reads. Unless <c>IsDone</c>, they are only named.</summary>
internal sealed record RefreshViews(ImmutableArray<TableName> Views, bool IsDone) : LoadOperation
{
    public override string Name => IsDone ? "refresh" : "list";

    public override string? Detail => "materialized views over changed tables";

    public override IEnumerable<string> Subjects => Views.Select(view => $"{view}");
}
