using QuikGraph;
using QuikGraph.Algorithms;

namespace SnapshotSeed.Graph;

/// <summary>Rows that reference each other, in an order in which they can be inserted. Pure.</summary>
internal static class ReferenceOrder
{
    /// <param name="rows">How many rows there are.</param>
    /// <param name="references">Pairs of rows, from 0: one, and one that it references.</param>
    /// <returns>
    /// The rows in groups: those that reference each other in a circle together, each group after all that it references.
    /// </returns>
    public static IReadOnlyList<int[]> Of(int rows, IEnumerable<(int Row, int Referenced)> references)
    {
        var graph = new AdjacencyGraph<int, SEdge<int>>();
        graph.AddVertexRange(Enumerable.Range(0, rows));
        graph.AddEdgeRange(references.Select(pair => new SEdge<int>(pair.Row, pair.Referenced)));

        // A component is complete once all that it leads to are, and has the next number then.
        var numbers = new Dictionary<int, int>();
        graph.StronglyConnectedComponents(numbers);
        return [.. numbers.GroupBy(pair => pair.Value, pair => pair.Key).OrderBy(group => group.Key).Select(Sorted)];
    }

    private static int[] Sorted(IEnumerable<int> rows) => [.. rows.Order()];
}
