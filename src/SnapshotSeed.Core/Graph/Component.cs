using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Graph;

/// <summary>
/// One table, or the tables of a cycle, which must be loaded together. Depth is the longest path, in edges, to a
/// component that references nothing; height is that from one that nothing references.
/// </summary>
internal sealed record Component(ImmutableArray<TableName> Tables, bool IsCycle, int Depth, int Height)
{
    public override string ToString() => Tables.Length == 1 ? Tables[0].ToString() : $"({string.Join(", ", Tables)})";
}
