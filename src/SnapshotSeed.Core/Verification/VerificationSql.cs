using SnapshotSeed.Catalog;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Verification;

/// <summary>The statements of a verification.</summary>
internal static class VerificationSql
{
    private const int Shown = 5;

    /// <summary>
    /// Rows missing (a row that the snapshot has twice and the table once is missing once), rows different, the
    /// ordinals of the first few missing and different.
    /// </summary>
    public static string Compare(TableLoad load, string staged)
    {
        var source = $"staged AS {(load.IsStaged ? "NOT MATERIALIZED" : "MATERIALIZED")} ({staged})";
        var compared = load.RowKey is { } key
            ? $"""
                compared AS (
                    SELECT s.line, t.tableoid IS NULL AS missing, {StagedRows.Place(
                    load
                )} AS place, {StagedRows.SameText(load)} AS same
                    FROM staged s LEFT JOIN {StagedRows.StoredRows(load)} ON {StagedRows.SameKey(load, key)})
                """
            : $"""
                copies AS (SELECT s.line, {StagedRows.Image(
                    load
                )} AS image, row_number() OVER (PARTITION BY {StagedRows.Image(
                    load
                )} ORDER BY s.line) AS copy FROM staged s),
                stored AS (SELECT {StagedRows.StoredImage(
                    load
                )} AS image, count(*) AS copies FROM {StagedRows.StoredRows(load)} GROUP BY 1),
                compared AS (
                    SELECT s.line, t.copies IS NULL AS missing, s.line AS place, true AS same
                    FROM copies s LEFT JOIN stored t ON t.image = s.image AND s.copy <= t.copies)
                """;
        return $"""
            WITH {source},
            {compared}
            SELECT count(*) - count(DISTINCT place) FILTER (WHERE NOT missing), count(*) FILTER (WHERE NOT missing AND NOT same),
                (array_agg(line ORDER BY line) FILTER (WHERE missing))[1:{Shown}],
                (array_agg(line ORDER BY line) FILTER (WHERE NOT missing AND NOT same))[1:{Shown}]
            FROM compared
            """;
    }

    /// <summary>
    /// How many rows of the table reference nothing through a key; under MATCH SIMPLE a NULL references nothing by
    /// right, under MATCH FULL only if all are NULL.
    /// </summary>
    public static string Dangling(ForeignKey foreignKey, Table table, Table referenced)
    {
        var binds = foreignKey.Binds("c") is { } condition ? $"{condition} AND " : "";
        return $"""
            SELECT count(*) FROM {SqlName.From(table)} c
            WHERE {binds}({string.Join(
                " AND ",
                foreignKey.Columns.Select(column => $"c.{SqlName.Quote(column)} IS NOT NULL")
            )}
                AND NOT {foreignKey.IsMet(SqlName.From(referenced))}{(
                foreignKey.IsHalfNull("c") is { } half ? $" OR {half}" : ""
            )})
            """;
    }
}
