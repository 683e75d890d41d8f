using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Fill;

/// <summary>
/// The first rows of a table all of whose references are chosen. Where few are wanted, what is filled is worth no scan:
/// they are looked for among the first rows of the table, and, if an index leads to them, among all that reference
/// chosen rows. Where it leads to no more rows than the first are, only these.
/// </summary>
internal static class FillSql
{
    /// <param name="table">The table.</param>
    /// <param name="order">Which rows come first.</param>
    /// <param name="limit">How many.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="columns">What is selected of each row <c>c</c>; the order's keys among it.</param>
    /// <param name="output">What of that is yielded.</param>
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

    /// <summary>Tableoid and ctid of them, in order.</summary>
    public static Sql Places(Table table, RowOrder order, int limit, RowFilter filter) =>
        $"""
            SELECT tableoid, ctid
            FROM (
                {Of(table, order, limit, filter, $"c.tableoid, c.ctid, {order.AsKeys}", $"*")}
            ) r
            ORDER BY {order.ByKeys}
            """;
}
