using QuikGraph;
using QuikGraph.Algorithms;

namespace SnapshotSeed.Benchmarks;

/// <summary>How deep the tables of a snapshot reference each other.</summary>
internal static class ReferenceDepth
{
    /// <summary>
    /// The number of references in the longest chain between different tables; the tables of a cycle count as one.
    /// </summary>
    public static int Of(PsqlSnapshot snapshot)
    {
        var references = snapshot
            .Tables.SelectMany(table => table.ForeignKeys, (table, key) => (table.SqlName, key.ReferencedTable))
            .Where(reference => reference.SqlName != reference.ReferencedTable)
            .Select(reference => new SEdge<string>(reference.SqlName, reference.ReferencedTable));
        var tables = new AdjacencyGraph<string, SEdge<string>>();
        tables.AddVertexRange(snapshot.Tables.Select(table => table.SqlName));
        tables.AddVerticesAndEdgeRange(references);

        var components = tables.CondensateStronglyConnected<
            string,
            SEdge<string>,
            AdjacencyGraph<string, SEdge<string>>
        >();
        var depths = new Dictionary<AdjacencyGraph<string, SEdge<string>>, int>();
        foreach (var component in components.TopologicalSort().Reverse())
            depths[component] = components
                .OutEdges(component)
                .Select(reference => depths[reference.Target] + 1)
                .DefaultIfEmpty(0)
                .Max();
        return depths.Values.Max();
    }
}
