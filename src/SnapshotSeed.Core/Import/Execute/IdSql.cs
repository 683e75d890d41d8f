using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>Finds and draws ids.</summary>
internal static class IdSql
{
    /// <summary>
    /// For each row of a file that the target has under its natural key: its place in the file, the id there, and whether it
    /// has the same text there. A key that no constraint backs may yield several.
    /// </summary>
    /// <param name="load">The columns that are compared, those of the key among them.</param>
    /// <param name="source">The rows, as a row source that tells in <c>lacks</c> whether a label has no id yet.</param>
    /// <param name="id">The id.</param>
    public static Sql Find(TableLoad load, Sql source, string id) =>
        $"""
            SELECT s.line, concat(t.{new Identifier(id)}), {MatchSql.SameText(load)} AND NOT s.lacks
            FROM (
                {source}) s
            JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, load.Key!)}
            """;

    /// <summary>Whether a label of the row has no id yet, as a further column of a row source.</summary>
    public static IEnumerable<Sql> Lacks(LabelsSql labels) => [$"{labels.LacksId} AS lacks"];

    /// <summary>A temporary table for ids, gone with the transaction.</summary>
    public static Sql CreateTable(Sql table) =>
        $"CREATE TEMPORARY TABLE {table} "
        + $"(line pg_catalog.int8, label pg_catalog.text, id pg_catalog.text, differs pg_catalog.bool) ON COMMIT DROP";

    /// <summary>Fills it where the table of the rows is empty.</summary>
    public static Sql FillWithNew(Sql table, Sql stage, Sql label) =>
        $"""
            INSERT INTO {table} (line, label)
            SELECT u.line, u.{label}
            FROM {FileRowsSql.Numbered(stage)}
            """;

    /// <summary>Fills it with the ids of rows that are there under their natural key.</summary>
    /// <param name="table">The temporary table.</param>
    /// <param name="load">The columns but for the id.</param>
    /// <param name="source">The rows, as a row source with <c>label</c> and <c>lacks</c>.</param>
    /// <param name="id">The id.</param>
    /// <param name="compares">Whether the other columns are compared.</param>
    public static Sql Fill(Sql table, TableLoad load, Sql source, string id, bool compares)
    {
        Sql differs = compares ? (Sql)$"s.lacks OR NOT {MatchSql.SameText(load)}" : $"false";
        return $"""
            INSERT INTO {table} (line, label, id, differs)
            SELECT s.line, s.label, CASE WHEN t.tableoid IS NOT NULL THEN concat(t.{new Identifier(id)}) END, {differs}
            FROM (
                {source}) s
            LEFT JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, load.Key!)}
            """;
    }

    /// <summary>
    /// How many rows of the target were found, which rows of the file were not, which differ, and whether all labels are
    /// different (by their hashes, which are sorted in half the time).
    /// </summary>
    public static Sql Summary(Sql table) =>
        $"""
            SELECT count(DISTINCT m.id),
                coalesce(array_agg(m.line ORDER BY m.line) FILTER (WHERE m.id IS NULL), ARRAY[]::bigint[]),
                coalesce(array_agg(m.line ORDER BY m.line) FILTER (WHERE m.id IS NOT NULL AND m.differs), ARRAY[]::bigint[]),
                count(m.label) = count(DISTINCT hashtextextended(m.label COLLATE "C", 0))
            FROM {table} m
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
            SELECT {New(expression, table, id)}
            FROM pg_catalog.generate_series(1, {count})
            """;

    /// <summary>Gives new ids to the rows of a temporary table that have none.</summary>
    public static Sql DrawInto(Sql ids, string expression, Table table, string id) =>
        $"UPDATE {ids} SET id = {New(expression, table, id)} WHERE id IS NULL";

    /// <summary>
    /// The rows whose label of a table leads nowhere: their places in the file, and whether the label is defined.
    /// </summary>
    /// <param name="labels">The labels of the rows.</param>
    /// <param name="rows">The texts of the rows, as a FROM item <c>u</c>.</param>
    /// <param name="column">The column with the label.</param>
    /// <param name="source">The table.</param>
    /// <param name="willBeThere">Whether rows of a table that are not there will be.</param>
    public static Sql Lost(
        LabelsSql labels,
        Sql rows,
        int column,
        LabelSource source,
        Func<TableName, bool> willBeThere
    )
    {
        var leads = labels
            .SourcesOf(column)
            .Where(other => other == source || other.Where is null)
            .Select(other => willBeThere(other.Table) ? labels.IsDefined(column, other) : labels.HasId(column, other));
        return Sql.Lines([
            $"SELECT u.line, {labels.IsDefined(column, source)}",
            $"FROM {rows}",
            .. labels.Joins,
            $"WHERE u.{FileRowsSql.Name(column)} IS NOT NULL AND {labels.IsLabelOf(source)} AND NOT {Sql.Any(leads)}",
            $"ORDER BY u.line",
        ]);
    }

    private static Sql New(string expression, Table table, string id) =>
        $"pg_catalog.concat(({Sql.FromCatalog(expression)})::{Sql.FromCatalog(table.Column(id).BareType)})";
}
