using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Makes sure that every label names a row that is in the target, or will be. Asks only.</summary>
internal sealed record CheckLabels(ImmutableArray<TableLoad> Tables, ImmutableHashSet<TableName> Loaded) : LoadOperation
{
    public override string Name => "check";

    public override string? Detail => "labels";

    public override IEnumerable<string> Subjects => Tables.Select(load => $"{load.Table.Name}");
}
