using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>The server runs the recursion: a chain of ten thousand rows is one statement.</summary>
internal sealed class CycleSql(IReadOnlyList<Table> tables, IReadOnlyList<ForeignKey> keys)
{
    private readonly Dictionary<TableName, int> places = tables
        .Select((table, i) => (table.Name, i))
        .ToDictionary(pair => pair.Name, pair => pair.i);

    public static CycleSql Of(Sample sample, Component cycle) =>
        new([.. cycle.Tables.Select(sample.Table)], [.. sample.KeysWithin(cycle.Tables)]);

    /// <summary>The first rows come as tableoid and ctid; candidates are selected from a FROM item <c>c</c>.</summary>
    public Sql Candidates(
        IReadOnlyList<Sql> first,
        IReadOnlyList<IReadOnlyCollection<RowId>> wanted,
        long most,
        Func<int, Sql, Sql> candidates
    )
    {
        var all = new RowSet([.. wanted.SelectMany(set => set)]);
        var members = Parameter.Numbers(wanted.SelectMany((set, i) => Enumerable.Repeat(i, set.Count)));

        // Subqueries: from constants the planner expects 200 times as many rows, and makes a hash table for so many.
        Sql others = $"SELECT * FROM unnest((SELECT {members}), (SELECT {all.Partitions}), (SELECT {all.Tids}::tid[]))";
        var start = first.Select(
            Sql (rows, i) => Sql.When(!rows.IsEmpty, $"SELECT {i}, w.tableoid, w.ctid FROM ({rows}) w")
        );
        return $"""
            {Needed(Sql.UnionAll([.. start, Sql.When(all.Count > 0, others)]))},
            found AS MATERIALIZED (
                SELECT member, partition, tid FROM needed LIMIT {most}
            )
            {CandidatesSql.OfMembers(tables.Select((table, i) => candidates(i, Found(table, i))))}
            """;
    }

    /// <summary>Where places are row numbers, a join numbers the rows once, a lookup for each row.</summary>
    private static Sql Found(Table table, int member)
    {
        Sql found = $"(SELECT partition, tid FROM found WHERE member = {member}) n";
        Sql isIt = $"c.ctid = n.tid AND c.tableoid = n.partition";
        Sql row = table.Row((Sql)$"c", withPlace: true);
        return table.ShowsPlaces()
            ? (Sql)$"{found} JOIN {table.From()} c ON {isIt}"
            : $"""
                {found}
                CROSS JOIN LATERAL (
                    SELECT {row} FROM {table.From()} c WHERE {isIt} LIMIT 1
                ) c
                """;
    }

    private Sql Needed(Sql first) =>
        $"""
            WITH RECURSIVE needed (member, partition, tid) AS (
                ({first})
                UNION
                SELECT f.member, f.partition, f.tid
                FROM needed n
                CROSS JOIN LATERAL (
                    {Sql.UnionAll(keys.Select(Step))}
                ) f
            )
            """;

    /// <summary>A lookup, not a join: with missing statistics a join would read the whole table for each row.</summary>
    private Sql Step(ForeignKey key)
    {
        var (from, to) = (places[key.Table], places[key.ReferencedTable]);
        return $"""
            SELECT {to} AS member, p.tableoid AS partition, p.ctid AS tid
            FROM {tables[from].From()} c
            CROSS JOIN LATERAL (
                SELECT p.tableoid, p.ctid
                FROM {tables[to].From()} p
                WHERE {key.References()}{Sql.When(!key.IsTemporal, $" LIMIT 1")}
            ) p
            WHERE {Sql.All([
                $"n.member = {from} AND c.ctid = n.tid AND c.tableoid = n.partition",
                key.Binds((Sql)$"c"),
            ])}
            """;
    }
}
