using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>The first rows of a table.</summary>
internal static class FirstRowsSql
{
    /// <summary>
    /// FROM item <c>c</c>: those of the first rows of a table that pass its condition, with all their columns.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="order">Which rows come first.</param>
    /// <param name="rows">Of how many.</param>
    public static Sql Window(Table table, RowOrder order, long rows)
    {
        Sql columns = order.IsCostly || table.ShowsPlaces() ? (Sql)$"c.*" : $"c.tableoid, c.ctid, c.*";
        Sql first = $"""
            (
                SELECT {columns}
                FROM {(order.IsCostly ? Tied(table, order, rows) : (Sql)$"{table.All()} c{Start(table, order, rows)}")}
                ORDER BY {order.ByColumns}
                LIMIT {rows}
            )
            """;
        return $"{(table.Where is null ? first : table.Passing(first, Sql.Empty))} c";
    }

    /// <summary>The first rows that pass a filter.</summary>
    /// <param name="table">The table.</param>
    /// <param name="order">Which rows come first.</param>
    /// <param name="limit">How many.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="columns">What is selected of each row <c>c</c>; the order's keys among it.</param>
    /// <param name="output">What of that is yielded.</param>
    public static Sql Of(Table table, RowOrder order, int limit, RowFilter filter, Sql columns, Sql output) =>
        filter.IsEmpty && table.Where is null
            ? $"SELECT {output} FROM (SELECT {columns} FROM {Window(table, order, limit)}) first"
            : new RowSearch(table, order, limit, filter) { Columns = columns, Output = output }.ToSql();

    /// <summary>
    /// WHERE, where rows have to be sorted: only those up to the last of them by what leads the order. Sorting that alone
    /// takes a third of the time of sorting whole rows with their places, and hardly any row is left for the latter.
    /// </summary>
    private static Sql Start(Table table, RowOrder order, long rows)
    {
        if (order.Sorted is not { } term)
            return Sql.Empty;
        Sql last = $"""
            (
                SELECT {term.Expression}
                FROM {table.All()} c
                ORDER BY {term.Expression}{term.Suffix}
                OFFSET {Math.Max(rows, 1) - 1} LIMIT 1
            )
            """;
        return $"\nWHERE ({term.Expression}{term.Suffix} <= {last}) IS NOT FALSE";
    }

    /// <summary>Those that come first without what only breaks ties, which would be made of every row.</summary>
    private static Sql Tied(Table table, RowOrder order, long rows) =>
        $"""
            (
                SELECT {Sql.When(!table.ShowsPlaces(), $"c.tableoid, c.ctid, ")}c.*
                FROM {table.All()} c{Start(table, order, rows)}
                ORDER BY {order.WithoutTies}
                FETCH FIRST {rows} ROWS WITH TIES
            ) c
            """;
}
