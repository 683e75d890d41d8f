namespace SnapshotSeed.Graph;

/// <summary>
/// Tarjan's algorithm (SIAM J. Comput. 1(2), 1972) with an explicit stack: a chain of any number of tables must not
/// overflow ours.
/// </summary>
internal static class StronglyConnectedComponents
{
    /// <summary>The components, each after every component that it points to.</summary>
    public static List<IReadOnlyList<T>> Find<T>(IReadOnlyList<T> nodes, Func<T, IEnumerable<T>> successors)
        where T : notnull
    {
        var components = new List<IReadOnlyList<T>>();
        var index = new Dictionary<T, int>();
        var lowLink = new Dictionary<T, int>();
        var onStack = new HashSet<T>();
        var stack = new Stack<T>();
        var calls = new Stack<(T Node, IEnumerator<T> Successors)>();

        foreach (var root in nodes)
        {
            if (index.ContainsKey(root))
                continue;
            Enter(root);
            while (calls.TryPeek(out var call))
            {
                if (!call.Successors.MoveNext())
                {
                    Leave(calls.Pop().Node);
                    continue;
                }

                var next = call.Successors.Current;
                if (!index.TryGetValue(next, out var nextIndex))
                    Enter(next);
                else if (onStack.Contains(next))
                    lowLink[call.Node] = Math.Min(lowLink[call.Node], nextIndex);
            }
        }

        return components;

        void Enter(T node)
        {
            index[node] = lowLink[node] = index.Count;
            stack.Push(node);
            onStack.Add(node);
            calls.Push((node, successors(node).GetEnumerator()));
        }

        void Leave(T node)
        {
            if (calls.TryPeek(out var caller))
                lowLink[caller.Node] = Math.Min(lowLink[caller.Node], lowLink[node]);
            if (lowLink[node] != index[node])
                return;

            var members = new List<T>();
            T member;
            do
            {
                member = stack.Pop();
                onStack.Remove(member);
                members.Add(member);
            } while (!EqualityComparer<T>.Default.Equals(member, node));
            components.Add(members);
        }
    }
}
