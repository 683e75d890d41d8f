using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>How a table is partitioned.</summary>
internal sealed record Partitioning(string Method, string Column, ImmutableArray<Partition> Partitions);
