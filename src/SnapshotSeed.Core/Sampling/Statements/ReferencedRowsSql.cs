using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>Tableoid and ctid of the rows that given rows reference through a key.</summary>
internal static class ReferencedRowsSql
{
    public static Sql Of(Table table, RowSet rows, ForeignKey key, Table referenced) =>
        $"""
            SELECT DISTINCT p.tableoid, p.ctid
            FROM {table.FromBound(rows, key, (Sql)$"c")}
            JOIN {referenced.From()} p ON {key.References()}
            """;
}
