using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Makes sure that every label names a row that is in the target, or will be. Asks only.</summary>
/// <param name="Tables">The tables with columns that hold labels.</param>
/// <param name="Loaded">The tables that are loaded.</param>
internal sealed record CheckLabels(ImmutableArray<TableLoad> Tables, ImmutableHashSet<TableName> Loaded) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string? Detail => "labels";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(load => $"{load.Table.Name}");
}
