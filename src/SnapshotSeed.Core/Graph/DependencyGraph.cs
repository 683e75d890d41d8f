using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Graph;

/// <summary>
/// Tables and the foreign keys among them, condensed into strongly connected components. The same tables and keys give
/// the same graph whatever order they come in.
/// </summary>
public sealed class DependencyGraph
{
    private readonly Dictionary<TableName, Component> componentOf = [];
    private readonly ILookup<TableName, ForeignKey> references;

    private DependencyGraph(ImmutableArray<Component> components, ILookup<TableName, ForeignKey> references)
    {
        Components = components;
        this.references = references;
        foreach (var component in components)
        {
            foreach (var table in component.Tables)
                componentOf.Add(table, component);
        }
    }

    /// <summary>
    /// The components in topological order: each after all that it references; by depth, ties by name.
    /// </summary>
    public ImmutableArray<Component> Components { get; }

    /// <summary>Builds the graph. Keys with an end outside <paramref name="tables"/> are no part of it.</summary>
    /// <param name="tables">The nodes.</param>
    /// <param name="foreignKeys">The edges, from the referencing to the referenced table.</param>
    public static DependencyGraph Build(IEnumerable<TableName> tables, IEnumerable<ForeignKey> foreignKeys)
    {
        var nodes = tables.Distinct().Order().ToList();
        var known = nodes.ToHashSet();
        var references = foreignKeys
            .Where(key => known.Contains(key.Table) && known.Contains(key.ReferencedTable))
            .OrderBy(key => key.Table)
            .ThenBy(key => key.Name, StringComparer.Ordinal)
            .ToLookup(key => key.Table);

        // Tarjan yields a component only after every component that it references.
        var found = StronglyConnectedComponents.Find(
            nodes,
            table => references[table].Select(key => key.ReferencedTable)
        );
        var index = new Dictionary<TableName, int>();
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var table in found[i])
                index.Add(table, i);
        }

        var depth = new int[found.Count];
        var height = new int[found.Count];
        for (var i = 0; i < found.Count; i++)
            depth[i] = ReferencedFrom(i).Select(parent => depth[parent] + 1).DefaultIfEmpty().Max();
        for (var i = found.Count - 1; i >= 0; i--)
        {
            foreach (var parent in ReferencedFrom(i))
                height[parent] = Math.Max(height[parent], height[i] + 1);
        }

        var components = found
            .Select(
                (members, i) => new Component([.. members.Order()], IsCycle(members, references), depth[i], height[i])
            )
            .OrderBy(component => component.Depth)
            .ThenBy(component => component.Tables[0]);
        return new DependencyGraph([.. components], references);

        IEnumerable<int> ReferencedFrom(int i) =>
            found[i]
                .SelectMany(table => references[table])
                .Select(key => index[key.ReferencedTable])
                .Where(parent => parent != i);
    }

    /// <summary>The component that a table is in.</summary>
    /// <exception cref="KeyNotFoundException">The table is not in the graph.</exception>
    public Component ComponentOf(TableName table) => componentOf[table];

    /// <summary>The foreign keys of a table whose referenced table is in the graph, by name.</summary>
    public IEnumerable<ForeignKey> ReferencesOf(TableName table) => references[table];

    /// <summary>Whether a key stays within one component: a self-reference or a part of a cycle.</summary>
    public bool IsWithinComponent(ForeignKey foreignKey)
    {
        ArgumentNullException.ThrowIfNull(foreignKey);
        return componentOf[foreignKey.Table] == componentOf[foreignKey.ReferencedTable];
    }

    /// <summary>The given tables and all that they reference, directly or not.</summary>
    public IReadOnlySet<TableName> WithReferenced(IEnumerable<TableName> tables)
    {
        var reached = new HashSet<TableName>();
        var open = new Stack<TableName>(tables);
        while (open.TryPop(out var table))
        {
            if (!reached.Add(table))
                continue;
            foreach (var key in references[table])
                open.Push(key.ReferencedTable);
        }

        return reached;
    }

    private static bool IsCycle(IReadOnlyList<TableName> members, ILookup<TableName, ForeignKey> references) =>
        members.Count > 1 || references[members[0]].Any(key => key.IsSelfReference);
}
