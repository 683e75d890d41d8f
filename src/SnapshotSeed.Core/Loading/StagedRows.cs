using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// The rows of a file on the server, as a row source with a line number and typed columns c0, c1, …: unnested from
/// array parameters, or cast from a temporary table of text. Both hand every value to the type's own input function.
/// </summary>
internal static class StagedRows
{
    private const string BlankPadded = "pg_catalog.\"bpchar\"";
    private const string BlankPaddedArray = "pg_catalog.\"_bpchar\"";
    private const string Varying = "pg_catalog.\"varchar\"";

    // A domain's collation may be another than its column's.
    private const string ByCodePoints = " COLLATE pg_catalog.\"C\"";

    /// <summary>SELECT for rows that travel as parameters, which are added to the statement.</summary>
    public static string FromParameters(TableLoad load, TsvRows rows, NpgsqlParameterCollection parameters)
    {
        if (load.Columns.IsEmpty)
            return $"SELECT u.line FROM pg_catalog.generate_series(1, {rows.Count}) AS u (line)";

        var names = new List<string>();
        foreach (var values in rows.Values)
        {
            parameters.Add(
                new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }
            );
            names.Add($"pg_catalog.unnest(${parameters.Count})");
        }

        var columns = string.Join(", ", load.Columns.Select((_, i) => Name(i)));
        return $"SELECT {string.Join(", ", Casts(load).Prepend("u.line"))} FROM ROWS FROM ({string.Join(", ", names)}) WITH ORDINALITY AS u ({columns}, line)";
    }

    /// <summary>SELECT for rows that were copied into a temporary table.</summary>
    public static string FromTable(TableLoad load, string stage, bool withLines) =>
        $"SELECT {string.Join(", ", Casts(load).Prepend($"{(withLines ? "pg_catalog.row_number() OVER ()" : "0::bigint")} AS line"))} FROM {stage} u";

    /// <summary>A temporary table for a file's text, gone with the transaction.</summary>
    public static string CreateTable(TableLoad load, string stage) =>
        $"CREATE TEMPORARY TABLE {stage} ({string.Join(", ", load.Columns.Select((_, i) => $"{Name(i)} pg_catalog.text"))}) ON COMMIT DROP";

    /// <summary>Fills it from a file.</summary>
    public static string Copy(string stage) =>
        $"COPY {stage} FROM STDIN (FORMAT csv, DELIMITER E'\\t', NULL E'\\\\N', HEADER, ENCODING 'UTF8')";

    public static string StageName(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"pg_temp.snapshotseed_stage_{number}");

    public static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    /// <summary>
    /// The whole row as text by the output functions, for rows of the alias <c>s</c> as they would be stored.
    /// </summary>
    public static string Image(TableLoad load) =>
        $"pg_catalog.concat(ROW({string.Join(", ", load.Columns.Select((column, i) => AsStored($"s.{Name(i)}", column)))}))";

    /// <summary>
    /// The same for the stored rows of the alias <c>t</c>. concat calls each type's output function, as COPY does; a
    /// cast to text would call a user-defined cast where there is one.
    /// </summary>
    public static string StoredImage(TableLoad load) =>
        IsWide(load)
            ? "t.image"
            : $"pg_catalog.concat(ROW({SqlName.Columns("t", load.Columns.Select(column => column.Name))}))";

    /// <summary>
    /// Whether the rows <c>s</c> and <c>t</c> have the same text. Where their bytes are the same, and those of most
    /// rows are, no text needs to be made.
    /// </summary>
    public static string SameText(TableLoad load)
    {
        var sameText = $"{Image(load)} OPERATOR(pg_catalog.=) {StoredImage(load)}";
        if (IsWide(load))
            return sameText;

        // Both sides need the same types, so a domain's value counts as one of its base type.
        var staged = load.Columns.Select((column, i) => WithoutDomain(AsStored($"s.{Name(i)}", column), column));
        var stored = load.Columns.Select(column => WithoutDomain($"t.{SqlName.Quote(column.Name)}", column));
        return $"CASE WHEN pg_catalog.record_image_eq(ROW({string.Join(", ", staged)}), ROW({string.Join(", ", stored)})) THEN true ELSE {sameText} END";

        static string WithoutDomain(string value, Column column) =>
            column.IsDomain ? $"({value})::{column.BareType}" : value;
    }

    /// <summary>What tells stored rows of the alias <c>t</c> apart.</summary>
    public static string Place(TableLoad load) =>
        load.Table.IsPartitioned ? "pg_catalog.concat(t.tableoid, t.ctid)" : "t.ctid";

    /// <summary>FROM item for the stored rows that are to be compared, as the alias <c>t</c>.</summary>
    public static string StoredRows(TableLoad load)
    {
        if (!IsWide(load))
            return $"{SqlName.From(load.Table)} t";
        var columns = SqlName.Columns(load.RowKey!.Columns);
        return $"(SELECT tableoid, ctid, {columns}, pg_catalog.concat(ROW({SqlName.Columns(load.Columns.Select(column => column.Name))})) AS image FROM {SqlName.From(load.Table)} OFFSET 0) t";
    }

    /// <summary>
    /// The row <c>t</c> of the table has the key that the row <c>s</c> would have there, by the index's own equality.
    /// </summary>
    public static string SameKey(TableLoad load, UniqueKey key) =>
        string.Join(
            " AND ",
            key.Columns.Select(
                (name, i) =>
                {
                    var (stored, staged) = ($"t.{SqlName.Quote(name)}", Value(load, "s", name));
                    var same = $"{stored} {key.EqualityOperators[i]} {staged}{key.CollationOf(i)}";
                    return key.NullsAreEqual && load.Table.Column(name).IsNullable
                        ? $"({same} OR {stored} IS NULL AND {staged} IS NULL)"
                        : same;
                }
            )
        );

    /// <summary>The value of a column in a staged row, as it would be stored.</summary>
    public static string Value(TableLoad load, string alias, string column) =>
        AsStored($"{alias}.{Name(IndexOf(load, column))}", load.Table.Column(column));

    public static int IndexOf(TableLoad load, string column) => load.Source.Content.Columns.IndexOf(column);

    /// <summary>
    /// A text as a value of a column's type, by the type's input function. Where there is a cast from text, only
    /// reading an array of the type still goes there.
    /// </summary>
    public static string Cast(string text, Column column) =>
        column.HasCastFromText
            ? $$"""((('{"' OPERATOR(pg_catalog.||) pg_catalog.regexp_replace({{text}}, '(["\\])', '\\\1', 'g') OPERATOR(pg_catalog.||) '"}')::{{column.BareType}}[])[1])"""
            : $"{text}::{column.BareType}";

    /// <summary>
    /// SQL condition: storing the value of an expression takes it as it is, or changes it as the type wants
    /// (numeric(10,2) rounds, char(5) pads, varchar(5) drops blanks). NULL where the value is.
    /// </summary>
    public static string IsStorable(string value, Column column) =>
        !IsCutByCast(column)
            ? $"pg_catalog.concat({(IsMoreThanBare(column) ? $"{value}::{column.Type}" : value)}) IS NOT NULL"
            : column.BareType switch
            {
                BlankPadded or BlankPaddedArray =>
                    $"{value} OPERATOR(pg_catalog.=) {value}::{column.Type}{ByCodePoints}",
                Varying =>
                    $"pg_catalog.rtrim({value}, ' ') OPERATOR(pg_catalog.=) pg_catalog.rtrim({value}::{column.Type}, ' '){ByCodePoints}",
                _ => $"pg_catalog.concat({value}) OPERATOR(pg_catalog.=) pg_catalog.concat({value}::{column.Type})",
            };

    private static IEnumerable<string> Casts(TableLoad load) =>
        load.Columns.Select((column, i) => $"{Cast($"u.{Name(i)}", column)}{column.Collation} AS {Name(i)}");

    /// <summary>
    /// A value with its type's modifier applied: the scale of numeric(10,2), the padding of char(5), also through a
    /// domain. Never cut: a text that is too long differs from every stored one.
    /// </summary>
    private static string AsStored(string value, Column column) =>
        column.Collation.Length == 0 ? Modified(value, column) : $"({Modified(value, column)}){column.Collation}";

    private static string Modified(string value, Column column) =>
        !IsMoreThanBare(column) ? value
        : column.BareType is BlankPadded or BlankPaddedArray or Varying
            ? $"CASE WHEN {IsStorable(value, column)} THEN {value}::{column.Type} ELSE {value} END"
        : IsCutByCast(column) ? value
        : $"{value}::{column.Type}";

    /// <summary>
    /// Whether the type has a modifier, or is a domain: only then its own name is needed, which search_path may find
    /// elsewhere for others.
    /// </summary>
    private static bool IsMoreThanBare(Column column) =>
        column.IsDomain
        || column.Type.Contains('(', StringComparison.Ordinal)
        || column.Type.StartsWith("interval ", StringComparison.Ordinal);

    /// <summary>
    /// Whether a cast to the type with its modifier silently cuts a value that storing it would refuse.
    /// </summary>
    private static bool IsCutByCast(Column column) =>
        column.BareType
            is BlankPadded
                or BlankPaddedArray
                or Varying
                or "pg_catalog.\"bit\""
                or "pg_catalog.\"varbit\""
                or "pg_catalog.\"_varchar\""
                or "pg_catalog.\"_bit\""
                or "pg_catalog.\"_varbit\"";

    /// <summary>
    /// A join passes on at most 1,664 columns: of a table with half as many, the stored side has to become one text
    /// before the join.
    /// </summary>
    private static bool IsWide(TableLoad load) => load.Columns.Length > 800 && load.RowKey is not null;
}
