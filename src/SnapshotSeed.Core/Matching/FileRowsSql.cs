using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>
/// The rows of a file with line numbers and typed columns c0, c1, …, from array parameters or from a temporary table of
/// text. Each type's own input function reads the values. Runs under any search_path, so names are in full.
/// </summary>
internal static class FileRowsSql
{
    public static Sql FromParameters(
        TableLoad load,
        TsvRows rows,
        IdMaps ids,
        Func<LabelsSql, IEnumerable<Sql>>? further = null
    )
    {
        if (load.Columns.IsEmpty)
            return $"SELECT u.line FROM pg_catalog.generate_series(1, {rows.Count}) AS u (line)";
        var labels = new LabelsSql(load, ids, ownIdsByLine: false);
        return Sql.Lines([
            $"SELECT {Sql.List([$"u.line", .. Casts(load, labels), .. further?.Invoke(labels) ?? []])}",
            $"FROM {Parameters(load, ids.WithOwnIds(load, rows))}",
            .. labels.Joins,
        ]);
    }

    /// <summary>The rows are numbered in the order of the file.</summary>
    public static Sql FromStage(
        TableLoad load,
        Sql stage,
        IdMaps ids,
        Func<LabelsSql, IEnumerable<Sql>>? further = null
    )
    {
        var labels = new LabelsSql(load, ids, ownIdsByLine: true);
        if (labels.Joins.Count == 0 && further is null)
            return $"""
                SELECT {Sql.List(Casts(load, labels).Prepend((Sql)$"pg_catalog.row_number() OVER () AS line"))}
                FROM {stage} u
                """;
        return Sql.Lines([
            $"SELECT {Sql.List([$"u.line", .. Casts(load, labels), .. further?.Invoke(labels) ?? []])}",
            $"FROM {Numbered(stage)}",
            .. labels.Joins,
        ]);
    }

    /// <summary>FROM item <c>u</c>: the texts of the rows, with their lines.</summary>
    public static Sql Parameters(TableLoad load, TsvRows rows)
    {
        var arrays = rows.Values.Select(Sql (values) => $"pg_catalog.unnest({Parameter.Texts(values)})");
        return $"ROWS FROM ({Sql.List(arrays)}) WITH ORDINALITY AS u ({Sql.List(Names(load))}, line)";
    }

    /// <summary>FROM item <c>u</c> of a temporary table, numbered before a join could change the order.</summary>
    public static Sql Numbered(Sql stage) => $"(SELECT pg_catalog.row_number() OVER () AS line, f.* FROM {stage} f) u";

    /// <summary>Some of a source's rows, in the order of their numbers in <paramref name="lines"/>.</summary>
    public static Sql At(Sql source, long[] lines) =>
        $"""
            SELECT s.*
            FROM (
                {source}) s
            JOIN pg_catalog.unnest({Parameter.Numbers(lines)}) WITH ORDINALITY AS m (line, place)
                ON m.line OPERATOR(pg_catalog.=) s.line
            ORDER BY m.place
            """;

    public static Sql CreateStage(TableLoad load, Sql stage) =>
        $"CREATE TEMPORARY TABLE {stage} "
        + $"({Sql.List(load.Source.Content.Header.Select(Sql (name, i) => $"{StageName(load, name, i)} pg_catalog.text"))}) ON COMMIT DROP";

    public static Sql Copy(Sql stage, string nullText = ImportOptions.ExportedNull) =>
        $@"COPY {stage} FROM STDIN (FORMAT csv, DELIMITER E'\t', NULL {Sql.Literal(nullText)}, HEADER, ENCODING 'UTF8')";

    public static Sql Name(int column) => $"c{column}";

    public static IEnumerable<Sql> Names(TableLoad load) => load.Columns.Select((_, i) => Name(i));

    /// <summary>A column of the file that is passed over has a place there as well.</summary>
    public static Sql StageName(TableLoad load, string column) =>
        StageName(load, column, load.Source.Content.Header.IndexOf(column));

    private static Sql StageName(TableLoad load, string column, int place) =>
        load.Holds([column]) ? Name(load.IndexOf(column)) : $"x{place}";

    private static IEnumerable<Sql> Casts(TableLoad load, LabelsSql labels) =>
        load.Columns.Select(
            Sql (column, i) =>
                $"{ValueSql.Read(labels.Text(i), column)}{Sql.FromCatalog(column.Target.Collation)} AS {Name(i)}"
        );
}
