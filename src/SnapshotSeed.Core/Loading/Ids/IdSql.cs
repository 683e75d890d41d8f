using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Loading;

/// <summary>Finds and draws ids.</summary>
internal static class IdSql
{
    /// <summary>
    /// For each row of a file that the target has under its natural key: its place in the file, the id there, and whether it
    /// has the same text there. A key that no constraint backs may yield several.
    /// </summary>
    /// <param name="load">The columns that are compared, those of the key among them.</param>
    /// <param name="source">The rows, as a row source.</param>
    /// <param name="id">The id.</param>
    public static Sql Find(TableLoad load, Sql source, string id) =>
        $"""
            SELECT s.line, concat(t.{new Identifier(id)}), {MatchSql.SameText(load)}
            FROM (
                {source}) s
            JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, load.Key!)}
            """;

    /// <summary>What the database gives a new row for its id, as SQL under any search_path.</summary>
    public static Sql Default(Table table, string id) =>
        $"""
            SELECT coalesce(pg_get_expr(d.adbin, d.adrelid),
                format('pg_catalog.nextval(%L::pg_catalog.regclass)', pg_get_serial_sequence(a.attrelid::regclass::text, a.attname)))
            FROM pg_catalog.pg_attribute a
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = {Sql.Literal(((Sql)$"{table.Name}").ToString())}::regclass
                AND a.attname = {Sql.Literal(id)}
            """;

    /// <summary>New ids, in the order in which they are given.</summary>
    public static Sql Draw(string expression, Table table, string id, int count) =>
        $"""
            SELECT pg_catalog.concat(({Sql.FromCatalog(expression)})::{Sql.FromCatalog(table.Column(id).BareType)})
            FROM pg_catalog.generate_series(1, {count})
            """;

    /// <summary>The places of the rows of a file that meet a condition.</summary>
    public static Sql Meeting(TableLoad load, Sql source, RowCondition condition) =>
        $"""
            SELECT c.line
            FROM (
                SELECT s.line, {Sql.List(load.Table.Columns.Select(column => Shown(load, column)))}
                FROM (
                    {source}) s) c
            WHERE {condition.Of($"c")}
            """;

    // Labels need not be values of their columns' types.
    private static Sql Shown(TableLoad load, Column column)
    {
        var at = load.Columns.Select(given => given.Target.Name).ToList().IndexOf(column.Name);
        return at < 0
            ? (Sql)$"NULL::{Sql.FromCatalog(column.BareType)} AS {column}"
            : $"s.{FileRowsSql.Name(at)} AS {column}";
    }
}
