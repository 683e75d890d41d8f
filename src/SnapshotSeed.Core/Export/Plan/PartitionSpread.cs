using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Export.Plan;

/// <summary>
/// How the rows of a partitioned table are spread over its partitions, so that none that has rows stays unseen.
/// </summary>
/// <param name="Partitions">The leaf partitions, in the order of their bounds.</param>
/// <param name="IsEven">Whether each gives as many rows as the others; else at least one.</param>
internal sealed record PartitionSpread(ImmutableArray<Partition> Partitions, bool IsEven)
{
    // The start of an index is read of each.
    private const int Most = 100;

    /// <summary>Null for a table with fewer than two partitions.</summary>
    public static PartitionSpread? Of(Table table, Order order)
    {
        var leaves = table.Partitions.RemoveAll(partition => !partition.IsLeaf);
        return leaves.Length < 2
            ? null
            : new(Thinned(leaves), order.Kind is not (OrderKind.Newest or OrderKind.Random));
    }

    /// <summary>Partitions at even distances, with the first and the last.</summary>
    private static ImmutableArray<Partition> Thinned(ImmutableArray<Partition> leaves) =>
        leaves.Length <= Most
            ? leaves
            : [.. Enumerable.Range(0, Most).Select(i => leaves[(int)((long)i * (leaves.Length - 1) / (Most - 1))])];
}
