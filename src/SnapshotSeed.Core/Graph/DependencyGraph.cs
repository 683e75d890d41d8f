using System.Collections.Immutable;
using QuikGraph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Graph;

/// <summary>The order of the input does not change the graph.</summary>
internal sealed class DependencyGraph
{
    private readonly BidirectionalGraph<TableName, ForeignKeyEdge> graph;
    private readonly Dictionary<TableName, Component> componentOf = [];

    private DependencyGraph(BidirectionalGraph<TableName, ForeignKeyEdge> graph)
    {
        this.graph = graph;
        Components = Condensation.Of(graph);
        foreach (var component in Components)
        {
            foreach (var table in component.Tables)
                componentOf.Add(table, component);
        }
    }

    /// <summary>By depth, then name: each after all components that it references.</summary>
    public ImmutableArray<Component> Components { get; }

    /// <summary>Keys with an end outside <paramref name="tables"/> are ignored.</summary>
    public static DependencyGraph Build(IEnumerable<TableName> tables, IEnumerable<ForeignKey> foreignKeys)
    {
        // QuikGraph returns the edges of a table in the order in which they were added, on both sides.
        var graph = new BidirectionalGraph<TableName, ForeignKeyEdge>();
        graph.AddVertexRange(tables);
        graph.AddEdgeRange(
            foreignKeys
                .Where(key => graph.ContainsVertex(key.Table) && graph.ContainsVertex(key.ReferencedTable))
                .OrderBy(key => key.Table)
                .ThenBy(key => key.Name, StringComparer.Ordinal)
                .Select(key => new ForeignKeyEdge(key))
        );
        return new DependencyGraph(graph);
    }

    public Component ComponentOf(TableName table) => componentOf[table];

    /// <summary>By name.</summary>
    public IEnumerable<ForeignKey> ReferencesOf(TableName table) =>
        graph.TryGetOutEdges(table, out var edges) ? edges.Select(edge => edge.Key) : [];

    /// <summary>By table and name, without self-references.</summary>
    public IEnumerable<ForeignKey> ReferencingOf(TableName table) =>
        graph.TryGetInEdges(table, out var edges)
            ? edges.Select(edge => edge.Key).Where(key => !key.IsSelfReference)
            : [];

    public bool IsWithinComponent(ForeignKey foreignKey)
    {
        ArgumentNullException.ThrowIfNull(foreignKey);
        return componentOf[foreignKey.Table] == componentOf[foreignKey.ReferencedTable];
    }

    /// <summary>The tables and all that they reference, directly or not.</summary>
    public IReadOnlySet<TableName> WithReferenced(IEnumerable<TableName> tables)
    {
        var reached = new HashSet<TableName>();
        var open = new Stack<TableName>(tables);
        while (open.TryPop(out var table))
        {
            if (!reached.Add(table))
                continue;
            foreach (var key in ReferencesOf(table))
                open.Push(key.ReferencedTable);
        }

        return reached;
    }
}
