using SnapshotSeed.Database;

namespace SnapshotSeed.Loading;

/// <summary>
/// Inserts rows. Runs under the target's own search_path, on which its triggers and defaults may rely and where another
/// schema may come first: so every name is in full.
/// </summary>
internal static class InsertSql
{
    /// <summary>
    /// Inserts into a table, or all tables of a cycle: one statement, because PostgreSQL checks foreign keys when the
    /// outermost statement ends. Yields for each table how many rows were inserted.
    /// </summary>
    /// <param name="tables">The tables, each with its row source.</param>
    public static Sql Insert(IReadOnlyList<(TableLoad Load, Sql Source)> tables)
    {
        var inserts = tables.Select(
            Sql (table, i) =>
                $"""
                    inserted{i} AS (
                        {Statement(table.Load, table.Source)}
                        {OnConflict(table.Load)}RETURNING 1)
                    """
        );

        // Sub-selects run in this order, and so the inserts: a BEFORE trigger on one table of a cycle sees those before
        // it.
        var counts = tables.Select(Sql (_, i) => $"(SELECT pg_catalog.count(*) FROM inserted{i})");
        return $"""
            WITH {Sql.Blocks(inserts)}
            SELECT ARRAY[{Sql.List(counts)}]
            """;
    }

    /// <summary>
    /// The INSERT alone, for a table with INSERT rules, which neither run within WITH nor beside one. What it reports
    /// counts the rules' rows, so the rows are looked for before and after.
    /// </summary>
    public static Sql Statement(TableLoad load, Sql source) =>
        $"""
            INSERT INTO {load.Table.Name}{Names(load)} OVERRIDING SYSTEM VALUE
            SELECT {Sql.List(FileRowsSql.Names(load).Select(Sql (name) => $"s.{name}"))}
            FROM (
                {source}) s
            """;

    private static Sql Names(TableLoad load) =>
        Sql.When(!load.Columns.IsEmpty, $" ({Sql.Columns(load.Columns.Select(column => column.Target.Name))})");

    private static Sql OnConflict(TableLoad load) => Sql.When(load.Table.AllowsOnConflict, $"ON CONFLICT DO NOTHING ");
}
