using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>A leaf partition as the catalog has it.</summary>
/// <param name="Root">The oid of the partitioned table.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Above">The oids of the partitions between the two, the root's own first.</param>
/// <param name="Order">The bounds of each level, as texts in their order.</param>
internal sealed record PartitionEntry(
    uint Root,
    Partition Partition,
    ImmutableArray<uint> Above,
    ImmutableArray<string> Order
);
