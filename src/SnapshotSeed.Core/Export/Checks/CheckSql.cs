using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Checks;

internal static class CheckSql
{
    /// <summary>pg_class shows the file as of the snapshot, the function the present one.</summary>
    public static readonly Sql RewrittenTables = $"""
        SELECT n.nspname::text, r.relname::text
        FROM pg_class c
        JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid)::oid, c.oid)
        JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE c.relkind = 'r' AND c.oid >= 16384 AND c.relfilenode <> coalesce(pg_relation_filenode(c.oid), 0)
        """;

    public static TableName ReadName(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetString(1));

    public static Sql ReferencingRows(Table table, ChosenRows rows, ForeignKey key) =>
        $"""
            SELECT count(*)
            FROM {table.From(rows, (Sql)$"c")}
            WHERE NOT {key.IsMissing(table, (Sql)$"c")}
            """;

    public static Sql LargeObjects(Table table, ChosenRows rows, Column column) =>
        $"""
            SELECT count(*)
            FROM {table.From(rows, (Sql)$"c")}
            WHERE c.{column} IN (SELECT m.oid FROM pg_catalog.pg_largeobject_metadata m)
            """;

    /// <summary><paramref name="rows"/> is a FROM item <c>c</c>.</summary>
    public static Sql DanglingRows(Table table, Sql rows, ForeignKey key, Table referenced, bool isLookedUp)
    {
        var isHalfNull = key.IsHalfNull((Sql)$"c");
        return Sql.Lines([
            $"SELECT count(*)",
            $"FROM {rows}",
            $"WHERE NOT {key.IsMissing(table, (Sql)$"c")}",
            $"    AND NOT {key.IsMet(referenced.From(), (Sql)$"c", isLookedUp)}",
            Sql.When(!isHalfNull.IsEmpty, $"    OR {isHalfNull}"),
        ]);
    }
}
