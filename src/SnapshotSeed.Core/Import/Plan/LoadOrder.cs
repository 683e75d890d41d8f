using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan;

/// <summary>
/// The operations that load tables, parents first. A table goes by itself if its file is large, if it has rules, or if
/// a trigger of another one could add rows to it that no unique key would tell from those of the file.
/// </summary>
internal static class LoadOrder
{
    private static readonly IdOperations NoIds = new([], [], [], []);

    /// <summary>Postponed tables go behind all others, but for those that reference them.</summary>
    public static IEnumerable<LoadOperation> Of(
        DependencyGraph graph,
        IReadOnlyDictionary<TableName, TableLoad> loads,
        IdOperations ids,
        IReadOnlyCollection<TableName> postponed
    )
    {
        var hasTriggers = loads.Values.Any(load => load.MeetsTriggers);
        var together = new List<InsertRows>();
        foreach (var component in InOrder(graph, postponed))
        {
            var insert = new InsertRows(component, [.. component.Tables.Select(table => loads[table])]);
            if (!GoesAlone(insert, hasTriggers))
            {
                together.Add(insert);
                continue;
            }

            foreach (var operation in Group(together, ids, hasTriggers).Concat(Group([insert], ids, hasTriggers)))
                yield return operation;
            together.Clear();
        }

        foreach (var operation in Group(together, ids, hasTriggers))
            yield return operation;
        foreach (var operation in Closing(graph, loads, ids))
            yield return operation;
    }

    /// <summary>Each table or cycle may be undone by itself, so it is checked and matched by itself.</summary>
    public static IEnumerable<LoadOperation> EachAlone(
        DependencyGraph graph,
        IReadOnlyDictionary<TableName, TableLoad> loads,
        IdOperations ids,
        bool areEmptied
    ) =>
        AtOnce(graph)
            .Concat(
                graph
                    .Components.Select(component => new InsertRows(
                        component,
                        [.. component.Tables.Select(table => loads[table])]
                    ))
                    .SelectMany(insert => Alone(insert, areEmptied))
            )
            .Concat(Closing(graph, loads, ids));

    public static IEnumerable<LoadOperation> Alone(InsertRows insert, bool areEmptied) =>
        LoadPlanner.Checks(insert.Tables, areEmptied).Concat(Repeat([insert]));

    private static IEnumerable<LoadOperation> AtOnce(DependencyGraph graph)
    {
        if (!graph.Components.IsEmpty)
            yield return new CheckAtOnce([.. graph.Components.SelectMany(component => component.Tables)]);
    }

    private static IEnumerable<LoadOperation> Closing(
        DependencyGraph graph,
        IReadOnlyDictionary<TableName, TableLoad> loads,
        IdOperations ids
    )
    {
        if (loads.Count > 0)
            yield return new CheckDeferred();
        var sequences = graph
            .Components.SelectMany(component => component.Tables)
            .SelectMany(table => ColumnSequences.Of(loads[table].Table))
            .Except(ids.Advanced.Where(sequence => !loads[sequence.Table].Holds([sequence.Column])))
            .ToImmutableArray();
        if (!sequences.IsEmpty)
            yield return new AdvanceSequences(sequences);
    }

    private static IEnumerable<Component> InOrder(DependencyGraph graph, IEnumerable<TableName> postponed) =>
        postponed.Aggregate(
            (IReadOnlyList<Component>)graph.Components,
            (order, table) =>
            {
                var late = order.ToLookup(component => graph.WithReferenced(component.Tables).Contains(table));
                return [.. late[false], .. late[true]];
            }
        );

    /// <summary>Loads tables once more, to see how the next one fares.</summary>
    public static IEnumerable<LoadOperation> Repeat(IEnumerable<InsertRows> inserts) =>
        inserts.SelectMany(insert => Group([insert], NoIds, hasTriggers: false));

    private static bool GoesAlone(InsertRows insert, bool hasTriggers) =>
        insert.Tables.Any(load =>
            load.IsStaged
            || load.Table.HasInsertRules
            || (hasTriggers && (load.RowKey is not { IsDeclared: true } || !load.Table.AllowsOnConflict))
        );

    private static IEnumerable<LoadOperation> Group(
        IReadOnlyCollection<InsertRows> inserts,
        IdOperations ids,
        bool hasTriggers
    )
    {
        if (inserts.Count == 0)
            yield break;
        var loads = inserts.SelectMany(insert => insert.Tables).ToList();
        var staged = loads.Where(load => load.IsStaged).ToImmutableArray();
        var unstaged = staged.RemoveAll(load => ids.Resolved.Contains(load.Table.Name));
        if (!unstaged.IsEmpty)
            yield return new StageFiles(unstaged);
        var unmatched = loads.Where(load => !ids.Matched.Contains(load.Table.Name)).ToImmutableArray();
        if (!unmatched.IsEmpty)
            yield return new MatchRows(unmatched);
        foreach (var operation in inserts.SelectMany(insert => Insert(insert, hasTriggers)))
            yield return operation;
        if (!staged.IsEmpty)
            yield return new DropStages(staged);
    }

    /// <summary>Sequences move last, as a failure does not move them back; but triggers need them ahead.</summary>
    private static IEnumerable<LoadOperation> Insert(InsertRows insert, bool hasTriggers)
    {
        yield return insert;
        var meddled = insert.Tables.Where(load => load.FiresTriggers || load.Table.HasInsertRules).ToImmutableArray();
        if (!meddled.IsEmpty)
            yield return new LookAgain(meddled);
        var sequences = insert.Tables.SelectMany(load => ColumnSequences.Of(load.Table)).ToImmutableArray();
        if (hasTriggers && !sequences.IsEmpty)
            yield return new AdvanceSequences(sequences);
    }
}
