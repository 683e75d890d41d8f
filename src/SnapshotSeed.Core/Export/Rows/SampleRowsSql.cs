using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Fill;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

internal static class SampleRowsSql
{
    public static Sql Of(Table table, ChosenRows chosen, RowOrder order, SelectedColumns columns) =>
        $"""
            SELECT {Sql.List(columns.Expressions)}
            FROM {table.From()} c
            WHERE {(chosen.IsWholeTable ? (Sql)$"true" : table.IsIn(chosen.Set, (Sql)$"c"))}
            ORDER BY {order.ByColumns}
            """;

    /// <summary>Chosen rows and the first rows that pass a filter, in one order. A row may come twice.</summary>
    public static Sql Completed(
        Table table,
        ChosenRows chosen,
        RowOrder order,
        SelectedColumns columns,
        Completion completion
    )
    {
        var carried = columns.Expressions.Select(Sql (expression, i) => $"{expression} AS v{i}");
        var selected = Sql.List([$"c.tableoid, c.ctid, {order.AsKeys}", .. carried]);
        var first = FillSql.Of(table, order, completion.Limit, completion.Filter, selected, $"*");
        Sql given = $"""
            SELECT {selected}
            FROM {table.From()} c
            WHERE {table.IsIn(chosen.Set, (Sql)$"c")}
            UNION ALL
            """;
        return $"""
            SELECT {Sql.List([$"tableoid, ctid", .. columns.Expressions.Select(Sql (_, i) => $"v{i}")])}
            FROM (
                {Sql.When(chosen.Count > 0, $"{given} ")}(
                    {first}
                )
            ) r
            ORDER BY {order.ByKeys}
            """;
    }
}
