using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Eligibility;

internal static class FirstRowsSql
{
    // A scan of fewer pages ends soon.
    private const int LargeTable = 1_000;
    private const int SampledPages = 128;

    // With fewer rows one page at the start of the order would decide.
    private const long LeastRank = 32;

    /// <summary>FROM item <c>c</c> with all columns: those of the first rows that pass the table's condition.</summary>
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
        return $"{(table.Conditions.IsEmpty ? first : table.Passing(first, Sql.Empty))} c";
    }

    /// <summary>The columns are of each row <c>c</c>; the output is taken from them and the order's keys.</summary>
    public static Sql Of(Table table, RowOrder order, int limit, RowFilter filter, Sql columns, Sql output) =>
        filter.IsEmpty && table.Conditions.IsEmpty
            ? $"SELECT {output} FROM (SELECT {columns} FROM {Window(table, order, limit)}) first"
            : new RowSearch(table, order, limit, filter) { Columns = columns, Output = output }.ToSql();

    /// <summary>Only rows up to the last wanted value: sorting one column takes a third of the time.</summary>
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
        var bound = IsWorthAGuess(table, rows) ? Guessed(table, term, rows, last) : last;
        return $"\nWHERE ({term.Expression}{term.Suffix} <= {bound}) IS NOT FALSE";
    }

    /// <summary>Whether sorting one column takes longer than reading some pages and a part of a scan.</summary>
    private static bool IsWorthAGuess(Table table, long rows) =>
        table is { Pages: >= LargeTable, Storage: null } && !table.ShowsPlaces() && rows <= table.EstimatedRows / 100;

    /// <summary>Guessed from some pages and checked by a scan that stops early; if wrong, the sort gives it.</summary>
    private static Sql Guessed(Table table, OrderTerm term, long rows, Sql last)
    {
        var pages = table.Pages!.Value;
        var rank = Math.Max(LeastRank, 10 * rows * SampledPages / pages);
        return $"""
            (SELECT coalesce(
                (
                    SELECT guess.value
                    FROM (
                        SELECT {term.Expression} AS value
                        FROM {table.All()} c TABLESAMPLE SYSTEM (100.0 * {SampledPages} / {pages}) REPEATABLE (0)
                        ORDER BY {term.Expression}{term.Suffix}
                        OFFSET {rank - 1} LIMIT 1
                    ) guess
                    WHERE (SELECT count(*) FROM (
                        SELECT FROM {table.All()} c WHERE {term.Expression}{term.Suffix} <= guess.value LIMIT {rows}
                    ) enough) = {rows}
                ),
                {last}))
            """;
    }

    /// <summary>With all ties, so that few rows need the costly term that breaks ties.</summary>
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
