using SnapshotSeed.Catalog;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Verification;

/// <summary>The statements of a verification.</summary>
internal static class VerificationSql
{
    private const int Shown = 5;

    /// <summary>Rows missing, rows different, the ordinals of the first few missing and different.</summary>
    public static string Compare(TableLoad load, string staged)
    {
        var source = $"staged AS {(load.IsStaged ? "NOT MATERIALIZED" : "MATERIALIZED")} ({staged})";
        var compared = load.RowKey is { } key
            ? $"""
                compared AS (
                    SELECT s.line, t.tableoid IS NULL AS missing, {StagedRows.Image(load)} = {StagedRows.StoredImage(load)} AS same
                    FROM staged s LEFT JOIN {StagedRows.StoredRows(load)} ON {StagedRows.SameKey(load, key)})
                """
            : $"""
                copies AS (SELECT s.line, {StagedRows.Image(load)} AS image, row_number() OVER (PARTITION BY {StagedRows.Image(load)} ORDER BY s.line) AS copy FROM staged s),
                stored AS (SELECT {StagedRows.StoredImage(load)} AS image, count(*) AS copies FROM {StagedRows.StoredRows(load)} GROUP BY 1),
                compared AS (
                    SELECT s.line, t.copies IS NULL AS missing, true AS same
                    FROM copies s LEFT JOIN stored t ON t.image = s.image AND s.copy <= t.copies)
                """;
        return $"""
            WITH {source},
            {compared}
            SELECT count(*) FILTER (WHERE missing), count(*) FILTER (WHERE NOT missing AND NOT same),
                (array_agg(line ORDER BY line) FILTER (WHERE missing))[1:{Shown}],
                (array_agg(line ORDER BY line) FILTER (WHERE NOT missing AND NOT same))[1:{Shown}]
            FROM compared
            """;
    }

    /// <summary>How many rows of the table reference nothing through a key; under MATCH SIMPLE a NULL references nothing by right.</summary>
    public static string Dangling(ForeignKey foreignKey, Table table, Table referenced)
    {
        var join = foreignKey.Columns.Select((column, i) =>
            $"p.{SqlName.Quote(foreignKey.ReferencedColumns[i])} {foreignKey.EqualityOperators[i]} c.{SqlName.Quote(column)}");
        var leaf = foreignKey.OnlyInPartition is { } oid ? $"c.tableoid = {oid} AND " : "";
        return $"""
            SELECT count(*) FROM {StagedRows.From(table)} c
            WHERE {leaf}{string.Join(" AND ", foreignKey.Columns.Select(column => $"c.{SqlName.Quote(column)} IS NOT NULL"))}
                AND NOT EXISTS (SELECT FROM {StagedRows.From(referenced)} p WHERE {string.Join(" AND ", join)})
            """;
    }

    /// <summary>Whether a sequence would yield a value that its column already passed.</summary>
    public static string IsBehind(Sequence sequence, Table table)
    {
        var (extreme, beyond) = sequence.IsDescending ? ("min", "<") : ("max", ">");
        return $"""
            SELECT x.value {beyond} q.last_value OR x.value = q.last_value AND NOT q.is_called
            FROM (SELECT coalesce({extreme}({SqlName.Quote(sequence.Column)})::numeric, {(sequence.IsDescending ? "'Infinity'" : "'-Infinity'")}) AS value FROM {StagedRows.From(table)}) x
            CROSS JOIN {SqlName.Quote(sequence.Name)} q
            """;
    }
}
