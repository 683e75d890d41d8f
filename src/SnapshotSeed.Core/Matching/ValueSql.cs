using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>Values of a file as the target's types read and store them.</summary>
internal static class ValueSql
{
    private const string BlankPadded = "pg_catalog.\"bpchar\"";
    private const string BlankPaddedArray = "pg_catalog.\"_bpchar\"";
    private const string Varying = "pg_catalog.\"varchar\"";

    // A domain's collation may be another than its column's.
    private static readonly Sql ByCodePoints = $" COLLATE pg_catalog.\"C\"";

    /// <summary>The text of a file's column as a value of the table's, converted as it has to be.</summary>
    public static Sql Read(Sql text, LoadColumn column)
    {
        var value = column.Conversion?.Change?.Value(text, column.Target) ?? Cast(text, column.Target);
        return column.Conversion?.Shift is { } shift ? TimeSql.Moved(value, column.Target, shift) : value;
    }

    /// <summary>
    /// A text as a value of a column's type, by the type's input function. Where there is a cast from text, only
    /// reading an array of the type still goes there. Everything is named in full: it runs under any search_path.
    /// </summary>
    public static Sql Cast(Sql text, Column column)
    {
        var type = Sql.FromCatalog(column.BareType);
        if (!column.HasCastFromText)
            return $"{text}::{type}";
        Sql escaped = $@"pg_catalog.regexp_replace({text}, '([""\\])', '\\\1', 'g')";
        return $@"((('{{""' OPERATOR(pg_catalog.||) {escaped} OPERATOR(pg_catalog.||) '""}}')::{type}[])[1])";
    }

    /// <summary>
    /// A value with its type's modifier applied: the scale of numeric(10,2), the padding of char(5), also through a
    /// domain. Never cut: a text that is too long differs from every stored one.
    /// </summary>
    public static Sql AsStored(Sql value, Column column) =>
        column.Collation.Length == 0
            ? Modified(value, column)
            : $"({Modified(value, column)}){Sql.FromCatalog(column.Collation)}";

    /// <summary>
    /// Condition: storing the value of an expression takes it as it is, or changes it as the type wants (numeric(10,2)
    /// rounds, char(5) pads, varchar(5) drops blanks). NULL where the value is.
    /// </summary>
    public static Sql IsStorable(Sql value, Column column)
    {
        var type = Sql.FromCatalog(column.Type);
        if (!IsCutByCast(column))
            return IsMoreThanBare(column)
                ? (Sql)$"pg_catalog.concat({value}::{type}) IS NOT NULL"
                : $"pg_catalog.concat({value}) IS NOT NULL";
        return column.BareType switch
        {
            BlankPadded or BlankPaddedArray => $"{value} OPERATOR(pg_catalog.=) {value}::{type}{ByCodePoints}",
            Varying =>
                $"pg_catalog.rtrim({value}, ' ') OPERATOR(pg_catalog.=) pg_catalog.rtrim({value}::{type}, ' '){ByCodePoints}",
            _ => $"pg_catalog.concat({value}) OPERATOR(pg_catalog.=) pg_catalog.concat({value}::{type})",
        };
    }

    private static Sql Modified(Sql value, Column column)
    {
        var type = Sql.FromCatalog(column.Type);
        if (!IsMoreThanBare(column))
            return value;
        if (column.BareType is BlankPadded or BlankPaddedArray or Varying)
            return $"CASE WHEN {IsStorable(value, column)} THEN {value}::{type} ELSE {value} END";
        return IsCutByCast(column) ? value : $"{value}::{type}";
    }

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
}
