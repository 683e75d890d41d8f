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

    public static Sql Read(Sql text, LoadColumn column)
    {
        var value = column.Conversion?.Change?.Value(text, column.Target) ?? Cast(text, column.Target);
        return column.Conversion?.Shift is { } shift ? TimeSql.Moved(value, column.Target, shift) : value;
    }

    /// <summary>By the type's input function; where there is a cast from text, only array input calls it.</summary>
    public static Sql Cast(Sql text, Column column)
    {
        var type = Sql.FromCatalog(column.BareType);
        if (!column.HasCastFromText)
            return $"{text}::{type}";
        Sql escaped = $@"pg_catalog.regexp_replace({text}, '([""\\])', '\\\1', 'g')";
        return $@"((('{{""' OPERATOR(pg_catalog.||) {escaped} OPERATOR(pg_catalog.||) '""}}')::{type}[])[1])";
    }

    /// <summary>Applies the type's modifier, but never cuts: a text that is too long equals no stored one.</summary>
    public static Sql AsStored(Sql value, Column column) =>
        column.Collation.Length == 0
            ? Modified(value, column)
            : $"({Modified(value, column)}){Sql.FromCatalog(column.Collation)}";

    /// <summary>Whether storing takes the value, or rounds or pads it as the type wants. NULL for NULL.</summary>
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

    /// <summary>Only then is the type's own name needed, which search_path may find elsewhere.</summary>
    private static bool IsMoreThanBare(Column column) =>
        column.IsDomain
        || column.Type.Contains('(', StringComparison.Ordinal)
        || column.Type.StartsWith("interval ", StringComparison.Ordinal);

    /// <summary>Whether a cast to the type silently cuts a value that storing it would refuse.</summary>
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
