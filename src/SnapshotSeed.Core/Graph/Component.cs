using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Graph;

/// <summary>
/// A strongly connected component of the dependency graph: one table, or the tables of a cycle, which must be loaded
/// together.
/// </summary>
/// <param name="Tables">Its tables, by name.</param>
/// <param name="IsCycle">Whether its tables reference each other, or its one table itself.</param>
/// <param name="Depth">The longest way to a component that references nothing: 0 for such a one itself.</param>
/// <param name="Height">The longest way to a component that nothing references: 0 for such a one itself.</param>
internal sealed record Component(ImmutableArray<TableName> Tables, bool IsCycle, int Depth, int Height)
{
    /// <summary>Reads as <c>users</c> or <c>(a, b)</c>.</summary>
    public override string ToString() => Tables.Length == 1 ? Tables[0].ToString() : $"({string.Join(", ", Tables)})";
}
