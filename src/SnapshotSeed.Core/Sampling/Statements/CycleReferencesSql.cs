using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Tableoid and ctid of every row that references something through a key, and of what it references; NULL where there
/// is no such row.
/// </summary>
internal static class CycleReferencesSql
{
    public static Sql Of(Table table, ForeignKey key, Table referenced) =>
        $"""
            SELECT c.tableoid, c.ctid, p.tableoid, p.ctid
            FROM {table.From()} c
            LEFT JOIN {referenced.From()} p ON {key.References()}
            WHERE NOT {key.IsMissing(table, (Sql)$"c")}
            """;

    public static (RowId Row, RowId? Referenced) Read(NpgsqlDataReader reader) =>
        (RowId.Read(reader), reader.IsDBNull(2) ? null : RowId.Read(reader, 2));

    /// <summary>Whether a table has more rows than that.</summary>
    public static Sql HasMoreRows(Table table, long rows) =>
        $"SELECT EXISTS (SELECT FROM {table.From()} OFFSET {rows})";
}
