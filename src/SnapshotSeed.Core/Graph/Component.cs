using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Graph;

/// <summary>
/// A strongly connected component of the dependency graph: one table, or the tables of a cycle, which must be loaded
/// together.
/// </summary>
/// <param name="Tables">The tables, by name.</param>
/// <param name="IsCycle">Whether the tables reference each other, or the one table itself.</param>
/// <param name="Depth">The longest path to a component that references nothing, in edges.</param>
/// <param name="Height">The longest path from a component that nothing references, in edges.</param>
internal sealed record Component(ImmutableArray<TableName> Tables, bool IsCycle, int Depth, int Height)
{
    /// <summary>Reads as <c>users</c> or <c>(a, b)</c>.</summary>
    public override string ToString() => Tables.Length == 1 ? Tables[0].ToString() : $"({string.Join(", ", Tables)})";
}
