using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>
/// One scan at most, whatever the planner thinks: ORDER BY … LIMIT never stands in one query with a filter, where
/// PostgreSQL would walk the key's index past millions of rows that do not match. Each part runs only if those before
/// could not answer: its condition on them has no column, so PostgreSQL checks it once. Start: enough rows among the
/// first in key order are the first anywhere. Few: all rows that pass, if they are few. More: as start, ten times as
/// far. Anywhere: all rows that pass, behind a fence (OFFSET 0).
/// </summary>
internal sealed class RowSearch(Table table, RowOrder order, int limit, RowFilter filter)
{
    /// <summary>Of each row <c>c</c>.</summary>
    public required Sql Columns { get; init; }

    public required Sql Output { get; init; }

    public RowSearch With(RowFilter other) => new(table, order, limit, other) { Columns = Columns, Output = Output };

    private Sql FirstOfThem => $"ORDER BY {order.ByKeys} LIMIT {limit}";

    public Sql AmongTheFirst() => $"SELECT {Output} FROM ({Window(SearchReach.Least(limit))}) first";

    public Sql StartThenAnywhere() => StartThenAnywhere(SearchReach.Least(limit));

    public Sql ToSql()
    {
        var reach = SearchReach.Of(table, limit, filter);
        return reach.IsScan ? Anywhere()
            : reach.IsSmall ? InSteps(reach.Start)
            : StartThenAnywhere(reach.Start);
    }

    private Sql InSteps(long start)
    {
        var few = 5 * start;
        var startFell = StartFell(start);
        Sql tooMany = $"(SELECT count(*) FROM few) = {few}";
        Sql moreFell = $"(SELECT count(*) FROM more) < {limit}";
        return $"""
            WITH start AS MATERIALIZED (
                {Window(start)}
            ),
            few AS MATERIALIZED (
                {All(startFell)}
                LIMIT {few}
            ),
            more AS MATERIALIZED (
                {Window(10 * start, startFell, tooMany)}
            )
            SELECT {Output} FROM start
            UNION ALL (
                SELECT {Output} FROM few
                WHERE (SELECT count(*) FROM few) < {few}
                {FirstOfThem}
            )
            UNION ALL SELECT {Output} FROM more
            UNION ALL (
                {Anywhere(startFell, tooMany, moreFell)}
            )
            """;
    }

    private Sql StartThenAnywhere(long start) =>
        $"""
            WITH start AS MATERIALIZED (
                {Window(start)}
            )
            SELECT {Output} FROM start
            UNION ALL (
                {Anywhere(StartFell(start))}
            )
            """;

    /// <summary>Whether the start has too few rows, and is not the whole table.</summary>
    private Sql StartFell(long start) =>
        $"(SELECT count(*) FROM start) < {limit} AND EXISTS (SELECT FROM {table.All()} c OFFSET {start})";

    public Sql Anywhere(params Sql[] gates) =>
        $"""
            SELECT {Output} FROM (
                {All(gates)}
                OFFSET 0
            ) anywhere
            {FirstOfThem}
            """;

    private Sql All(params Sql[] gates) =>
        $"""
            SELECT {Columns}
            {filter.WithJoins($"FROM {table.From()} c")}
            WHERE {Sql.All([.. gates, .. filter.Conditions])}
            """;

    private Sql Window(long rows, params Sql[] gates)
    {
        return $"""
            SELECT {Columns}
            {filter.WithJoins($"FROM {FirstRowsSql.Window(table, order, rows)}")}
            WHERE {Sql.All([.. gates, .. filter.Conditions])}
            ORDER BY {order.ByColumns}
            LIMIT {limit}
            """;
    }
}
