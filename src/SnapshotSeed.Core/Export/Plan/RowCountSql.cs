using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

internal static class RowCountSql
{
    public static Sql HaveMoreRows(IEnumerable<(Table Table, long Rows)> tables) =>
        $"""
            SELECT ARRAY[{Sql.List(
                tables.Select(Sql (table) => $"EXISTS (SELECT FROM {table.Table.From()} r OFFSET {table.Rows})")
            )}]
            """;

    /// <summary>Whether a table has rows, but none passes its condition.</summary>
    public static Sql LosesAllRows(Table table) =>
        $"""
            SELECT NOT EXISTS (SELECT FROM {table.From()} r) AND EXISTS (SELECT FROM {table.All()} r)
            """;

    public static Sql CountUpTo(Table table, int most) =>
        $"SELECT count(*) FROM (SELECT FROM {table.From()} c LIMIT {most}) r";

    public static Sql HasRows(Table table) => $"SELECT EXISTS (SELECT FROM {table.From()} r)";
}
