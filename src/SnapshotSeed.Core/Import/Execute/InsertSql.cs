using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>Runs under the target's own search_path, on which its triggers rely: so every name is in full.</summary>
internal static class InsertSql
{
    /// <summary>One statement even for a cycle: PostgreSQL checks foreign keys when the statement ends.</summary>
    /// <returns>Counts: rows updated of each different table, then rows inserted into each missing one.</returns>
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

        // Sub-selects run in this order, and so the writes: a BEFORE trigger on one table of a cycle sees the rows of
        // those before it, and an insert may take a unique value that an update has freed.
        var counts = different
            .Select(Sql (_, i) => $"(SELECT pg_catalog.count(*) FROM updated{i})")
            .Concat(missing.Select(Sql (_, i) => $"(SELECT pg_catalog.count(*) FROM inserted{i})"));
        return $"""
            WITH {Sql.Blocks([.. updates, .. inserts])}
            SELECT ARRAY[{Sql.List(counts)}]
            """;
    }

    /// <summary>An identity that is always generated keeps its value: no UPDATE may give it another one.</summary>
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

    /// <summary>For a table with INSERT rules: they run neither in WITH nor beside one, and falsify counts.</summary>
    public static Sql Statement(TableLoad load, Sql source) =>
        $"""
            INSERT INTO {load.Table.Relation}{Names(load)} OVERRIDING SYSTEM VALUE
            SELECT {Sql.List(FileRowsSql.Names(load).Select(Sql (name) => $"s.{name}"))}
            FROM (
                {source}) s
            """;

    private static Sql Names(TableLoad load) =>
        Sql.When(!load.Columns.IsEmpty, $" ({Sql.Columns(load.Columns.Select(column => column.Target.Name))})");

    private static Sql OnConflict(TableLoad load) => Sql.When(load.Table.AllowsOnConflict, $"ON CONFLICT DO NOTHING ");
}
