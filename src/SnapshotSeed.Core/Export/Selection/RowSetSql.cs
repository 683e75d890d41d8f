using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Selection;

/// <summary>Rows found by their places: a Tid Scan, whatever the size of the table.</summary>
internal static class RowSetSql
{
    /// <summary>The planner takes an unprepared array parameter for a constant, so it knows the row count.</summary>
    public static Sql From(this Table table, RowSet rows, Sql alias) =>
        $"(SELECT {table.Row((Sql)$"r")} FROM {table.From()} r WHERE {table.IsIn(rows, (Sql)$"r")}) {alias}";

    /// <summary>Whether <see cref="EachOf"/> yields rows in the order of their set.</summary>
    public static bool IsLookedUpInOrder(this Table table) => !table.IsPartitioned && !table.ShowsPlaces();

    /// <summary>If possible looked up one by one: the planner then never scans the table for them.</summary>
    public static Sql EachOf(this Table table, RowSet rows, Sql alias)
    {
        var row = table.Row(alias, withPlace: true);
        if (!table.IsLookedUpInOrder())
            return $"(SELECT {row} FROM {table.From()} {alias} WHERE {table.IsIn(rows, alias)}) {alias}";
        return $"""
            unnest({rows.Tids}::tid[]) w (tid)
            CROSS JOIN LATERAL (
                SELECT {row}
                FROM {table.From()} {alias}
                WHERE {alias}.ctid = w.tid
                LIMIT 1
            ) {alias}
            """;
    }

    public static Sql From(this Table table, ChosenRows chosen, Sql alias) =>
        chosen.IsWholeTable
            ? $"(SELECT {table.Row((Sql)$"r")} FROM {table.From()} r) {alias}"
            : table.From(chosen.Set, alias);

    public static Sql FromBound(this Table table, RowSet rows, ForeignKey key, Sql alias) =>
        table.From(key.OnlyInPartitions is { } leaves ? rows.Within(leaves) : rows, alias);

    public static Sql FromBound(this Table table, ChosenRows chosen, ForeignKey key, Sql alias)
    {
        if (!chosen.IsWholeTable)
            return table.FromBound(chosen.Set, key, alias);
        var binds = key.Binds((Sql)$"r");
        return $"(SELECT {table.Row((Sql)$"r")} FROM {table.From()} r WHERE {Sql.All([binds])}) {alias}";
    }

    /// <summary>
    /// A ctid is a place within one partition only. The planner looks at every element of a constant array, once for
    /// each partition, so a partitioned table gets a subquery instead.
    /// </summary>
    public static Sql IsIn(this Table table, RowSet rows, Sql row) =>
        table.IsPartitioned
            ? Sql.All([
                $"{row}.ctid = ANY((SELECT {rows.Tids}::tid[])::tid[])",
                $"({row}.tableoid, {row}.ctid) IN (SELECT * FROM unnest({rows.Partitions}, {rows.Tids}::tid[]))",
            ])
            : $"{row}.ctid = ANY({rows.Tids}::tid[])";
}
