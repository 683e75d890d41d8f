using System.Collections.Immutable;
using QuikGraph;
using QuikGraph.Algorithms;
using SnapshotSeed.Model;
using Part = QuikGraph.AdjacencyGraph<SnapshotSeed.Model.TableName, SnapshotSeed.Graph.ForeignKeyEdge>;
using PartEdge = QuikGraph.Algorithms.Condensation.CondensedEdge<
    SnapshotSeed.Model.TableName,
    SnapshotSeed.Graph.ForeignKeyEdge,
    QuikGraph.AdjacencyGraph<SnapshotSeed.Model.TableName, SnapshotSeed.Graph.ForeignKeyEdge>
>;

namespace SnapshotSeed.Graph;

/// <summary>
/// Finds the strongly connected components of a graph and the longest paths between them. QuikGraph's algorithms keep
/// their own stacks, so a chain of many tables cannot overflow the call stack.
/// </summary>
internal static class Condensation
{
    /// <summary>The components by depth, ties by name: each after all components that it references.</summary>
    public static ImmutableArray<Component> Of(IVertexAndEdgeListGraph<TableName, ForeignKeyEdge> graph)
    {
        var condensed = graph.CondensateStronglyConnected<TableName, ForeignKeyEdge, Part>();
        var referencingFirst = condensed.TopologicalSort().ToList();
        var depth = Steps(Enumerable.Reverse(referencingFirst), part => condensed.OutEdges(part).Select(Referenced));
        var height = Steps(referencingFirst, part => condensed.InEdges(part).Select(Referencing));
        return
        [
            .. referencingFirst
                .Select(part => new Component(
                    [.. part.Vertices.Order()],
                    IsCycle: !part.IsEdgesEmpty,
                    depth[part],
                    height[part]
                ))
                .OrderBy(component => component.Depth)
                .ThenBy(component => component.Tables[0]),
        ];
    }

    /// <summary>The longest path from each part along <paramref name="next"/>, in edges.</summary>
    /// <param name="ordered">The parts, each after all parts that it leads to.</param>
    /// <param name="next">The parts that a part leads to.</param>
    private static Dictionary<Part, int> Steps(IEnumerable<Part> ordered, Func<Part, IEnumerable<Part>> next)
    {
        var steps = new Dictionary<Part, int>();
        foreach (var part in ordered)
            steps.Add(part, next(part).Select(other => steps[other] + 1).DefaultIfEmpty().Max());
        return steps;
    }

    private static Part Referenced(PartEdge edge) => edge.Target;

    private static Part Referencing(PartEdge edge) => edge.Source;
}
