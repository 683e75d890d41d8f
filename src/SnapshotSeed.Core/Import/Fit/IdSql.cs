using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Fit;

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

    /// <summary>
    /// Of the rows of a file in a temporary table: how many the target has under their natural key with the same text, how
    /// many rows of the target these are; labels and ids, if they are wanted, else whether all labels are different (their
    /// hashes, which are sorted in half the time).
    /// </summary>
    /// <param name="load">The columns but for the id.</param>
    /// <param name="stage">The temporary table.</param>
    /// <param name="id">The id.</param>
    /// <param name="known">By column that holds labels of others: their ids.</param>
    /// <param name="givesIds">Whether the ids are wanted.</param>
    public static Sql IsThere(
        TableLoad load,
        Sql stage,
        string id,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> known,
        bool givesIds
    )
    {
        var holding = known.Keys.Order(StringComparer.Ordinal).ToList();
        var values = load.Columns.Select(
            Sql (column, i) =>
                $"{ValueSql.Read(Text(column, i), column)}{Sql.FromCatalog(column.Target.Collation)} AS {FileRowsSql.Name(i)}"
        );
        Sql lost =
            holding.Count == 0
                ? $"false"
                : Sql.Any(holding.Select(Sql (column, n) => $"{Label(column)} IS NOT NULL AND l{n}.id IS NULL"));
        Sql labels = givesIds
            ? (Sql)$"true, coalesce(array_agg(r.label), ARRAY[]::text[]), coalesce(array_agg(r.id), ARRAY[]::text[])"
            : $"""count(r.label) = count(DISTINCT hashtextextended(r.label COLLATE "C", 0)), ARRAY[]::text[], ARRAY[]::text[]""";

        // Numbers are sorted faster than places.
        var place = load.Table.Keys.Any(key => key.Columns is [var only] && only == id)
            ? $"t.{new Identifier(id)}"
            : MatchSql.Place(load);
        return $"""
            SELECT count(*) FILTER (WHERE r.same AND NOT r.lost), count(DISTINCT r.place),
                {labels}
            FROM (
                SELECT s.label, s.lost, concat(t.{new Identifier(id)}) AS id, {place} AS place,
                    {MatchSql.SameText(load)} AS same
                FROM (
                    SELECT u.{FileRowsSql.StageName(load, id)} AS label, {lost} AS lost, {Sql.List(values)}
                    FROM {stage} u
                    {Sql.Lines(holding.Select(Known).Append((Sql)$"OFFSET 0"))}) s
                JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, load.Key!)}) r
            """;

        Sql Label(string column) => $"u.{FileRowsSql.Name(load.IndexOf(column))}";

        Sql Text(LoadColumn column, int place) =>
            holding.IndexOf(column.Target.Name) is >= 0 and var n ? (Sql)$"l{n}.id" : $"u.{FileRowsSql.Name(place)}";

        // Grouped, the planner knows that no two are alike; else it would sort all texts instead of hashing them.
        Sql Known(string column, int n) =>
            $"""
                LEFT JOIN (
                    SELECT m.label, min(m.id) AS id
                    FROM ROWS FROM (
                        unnest({Parameter.Texts([.. known[column].Keys])}),
                        unnest({Parameter.Texts([.. known[column].Values])})) AS m (label, id)
                    GROUP BY m.label
                ) l{n} ON l{n}.label = {Label(column)}
                """;
    }

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
            WHERE {condition.IsMet($"c")}
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
