using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>Tableoid and ctid of the first rows of a table that pass a filter.</summary>
internal static class FirstRowsSql
{
    /// <param name="table">The table.</param>
    /// <param name="order">Which rows come first.</param>
    /// <param name="limit">How many rows.</param>
    /// <param name="filter">The filter.</param>
    public static Sql Of(Table table, RowOrder order, int limit, RowFilter filter) =>
        filter.IsEmpty
            ? $"""
                SELECT c.tableoid, c.ctid
                FROM {table.From()} c
                ORDER BY {order.ByColumns}
                LIMIT {limit}
                """
            : new RowSearch(table, order, limit, filter)
            {
                Columns = $"c.tableoid, c.ctid, {order.AsKeys}",
                Output = $"tableoid, ctid",
            }.ToSql();

    /// <summary>The same of all rows that pass, in order.</summary>
    public static Sql All(Table table, RowOrder order, RowFilter filter) =>
        $"""
            SELECT c.tableoid, c.ctid
            {filter.WithJoins($"FROM {table.From()} c")}
            WHERE {Sql.All(filter.Conditions)}
            ORDER BY {order.ByColumns}
            """;
}
