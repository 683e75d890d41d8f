using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

internal static class IdSql
{
    /// <summary>The rows found by natural key, maybe several: place in the file, id, whether texts agree.</summary>
    public static Sql Find(TableLoad load, Sql source, string id) =>
        $"""
            SELECT s.line, concat(t.{new Identifier(id)}), {MatchSql.SameText(load)} AND NOT s.lacks
            FROM (
                {source}) s
            JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, load.Key!)}
            """;

    /// <summary>A further column of a row source: whether a label of the row has no id yet.</summary>
    public static IEnumerable<Sql> Lacks(LabelsSql labels) => [$"{labels.LacksId} AS lacks"];

    public static Sql CreateTable(Sql table) =>
        $"CREATE TEMPORARY TABLE {table} "
        + $"(line pg_catalog.int8, label pg_catalog.text, id pg_catalog.text, differs pg_catalog.bool) ON COMMIT DROP";

    /// <summary>Tells the planner that each label is there once, so that it joins by a hash.</summary>
    public static Sql Analyze(Sql table) => $"ANALYZE {table} (label)";

    /// <summary>For an empty table of the target.</summary>
    public static Sql FillWithNew(Sql table, Sql stage, Sql label) =>
        $"""
            INSERT INTO {table} (line, label)
            SELECT u.line, u.{label}
            FROM {FileRowsSql.Numbered(stage)}
            """;

    /// <summary>The source needs the columns <c>label</c> and <c>lacks</c>.</summary>
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

    /// <summary>Labels are told apart by their hashes, which are sorted in half the time.</summary>
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
            WHERE a.attrelid = {Sql.Literal(((Sql)$"{table.Relation}").ToString())}::regclass
                AND a.attname = {Sql.Literal(id)}
            """;

    public static Sql Draw(string expression, Table table, string id, int count) =>
        $"""
            SELECT {New(expression, table, id)}
            FROM pg_catalog.generate_series(1, {count})
            """;

    public static Sql DrawInto(Sql ids, string expression, Table table, string id) =>
        $"UPDATE {ids} SET id = {New(expression, table, id)} WHERE id IS NULL";

    /// <summary>Rows whose label leads nowhere: their places in the file, and whether the label is defined.</summary>
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
