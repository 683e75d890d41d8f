using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A partition of a partitioned table, at any depth.</summary>
/// <param name="Oid">Its oid, which rows have as <c>tableoid</c>.</param>
/// <param name="Table">
/// The partition as a table of its own: its name, keys, indexes, checks, size, and what the role may do with it.
/// </param>
internal sealed record Partition(uint Oid, Table Table)
{
    /// <summary>The partitions between the root and this one, the root's own first.</summary>
    public ImmutableArray<TableName> Above { get; init; } = [];

    /// <summary>Whether it holds rows itself, and has no partitions.</summary>
    public bool IsLeaf => !Table.IsPartitioned;

    /// <summary>Whether a name means it, or a partition that it is in.</summary>
    public bool IsIn(TableName name) => Table.Name == name || Above.Contains(name);
}
