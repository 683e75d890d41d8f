using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Fill;

/// <summary>
/// A small sample is not worth a scan: it is filled from the first rows, and by an index from the child rows of chosen
/// rows. If the index leads to no more rows than the first rows are, only those are read.
/// </summary>
internal static class FillSql
{
    public static Sql Of(Table table, RowOrder order, int limit, RowFilter filter, Sql columns, Sql output)
    {
        if (filter.IsEmpty && table.Conditions.IsEmpty)
            return $"SELECT {output} FROM (SELECT {columns} FROM {FirstRowsSql.Window(table, order, limit)}) first";
        var search = new RowSearch(table, order, limit, filter) { Columns = columns, Output = output };
        return !SampleRule.IsSmallSample(limit) ? search.ToSql()
            : filter.Led <= SearchReach.MostEntries(limit) && filter.ByIndex(table) is { } found
                ? search.With(found).Anywhere()
            : filter.Led <= SearchReach.Least(limit) ? search.Anywhere()
            : filter.Led is not null ? search.StartThenAnywhere()
            : search.AmongTheFirst();
    }

    public static Sql Places(Table table, RowOrder order, int limit, RowFilter filter) =>
        $"""
            SELECT tableoid, ctid
            FROM (
                {Of(table, order, limit, filter, $"c.tableoid, c.ctid, {order.AsKeys}", $"*")}
            ) r
            ORDER BY {order.ByKeys}
            """;
}
