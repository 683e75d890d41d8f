using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>
/// Inserts rows, and updates those that differ. Runs under the target's own search_path, on which its triggers and defaults
/// may rely and where another schema may come first: so every name is in full.
/// </summary>
internal static class InsertSql
{
    /// <summary>
    /// Writes a table, or all tables of a cycle: one statement, because PostgreSQL checks foreign keys when the outermost
    /// statement ends. Yields how many rows were updated of each table that has other ones, then how many were inserted into
    /// each that misses some.
    /// </summary>
    /// <param name="missing">The tables that miss rows, each with these as a row source.</param>
    /// <param name="different">The tables with rows to update, each with these as a row source.</param>
    public static Sql Write(
        IReadOnlyList<(TableLoad Load, Sql Source)> missing,
        IReadOnlyList<(TableLoad Load, Sql Source)> different
    )
    {
        var inserts = missing.Select(
            Sql (table, i) =>
                $"""
                    inserted{i} AS (
                        {Statement(table.Load, table.Source)}
                        {OnConflict(table.Load)}RETURNING 1)
                    """
        );
        var updates = different.Select(
            Sql (table, i) =>
                $"""
                    updated{i} AS (
                        {Update(table.Load, table.Source)}
                        RETURNING 1)
                    """
        );

        // Sub-selects run in this order, and so the writes: a BEFORE trigger on one table of a cycle sees the rows of those
        // before it, and a row may be inserted with a unique value that an update has freed.
        var counts = different
            .Select(Sql (_, i) => $"(SELECT pg_catalog.count(*) FROM updated{i})")
            .Concat(missing.Select(Sql (_, i) => $"(SELECT pg_catalog.count(*) FROM inserted{i})"));
        return $"""
            WITH {Sql.Blocks([.. updates, .. inserts])}
            SELECT ARRAY[{Sql.List(counts)}]
            """;
    }

    /// <summary>
    /// Gives rows of the table the values of a row source that has their keys. An identity that is always generated keeps its
    /// value, for which no UPDATE may give another one.
    /// </summary>
    private static Sql Update(TableLoad load, Sql source)
    {
        var values = load
            .Columns.Select((column, i) => (column.Target, Name: FileRowsSql.Name(i)))
            .Where(column => column.Target.Identity != IdentityKind.Always)
            .Select(Sql (column) => $"{column.Target} = s.{column.Name}");
        return $"""
            UPDATE {load.Table.Itself()} AS t
            SET {Sql.List(values)}
            FROM (
                {source}) s
            WHERE {MatchSql.SameKey(load, load.Key!)}
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
