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

/// <summary>QuikGraph keeps its own stacks, so a chain of many tables cannot overflow the call stack.</summary>
internal static class Condensation
{
    /// <summary>By depth, then name: each after all components that it references.</summary>
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

    /// <summary>In edges. <paramref name="ordered"/> has each part after all parts that it leads to.</summary>
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
