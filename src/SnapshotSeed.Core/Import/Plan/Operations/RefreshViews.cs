using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Refreshes the materialized views over tables that have changed, or names them.</summary>
/// <param name="Views">The views over loaded tables, each after those that it reads.</param>
/// <param name="IsDone">Whether they are refreshed; else they are named.</param>
internal sealed record RefreshViews(ImmutableArray<TableName> Views, bool IsDone) : LoadOperation
{
    /// <inheritdoc/>
    public override string ToString() =>
        IsDone
            ? $"refresh   {string.Join(", ", Views)}, where the tables changed"
            : $"name      {string.Join(", ", Views)}, where the tables changed";
}
