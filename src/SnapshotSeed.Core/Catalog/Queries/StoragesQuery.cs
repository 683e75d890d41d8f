using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>
/// Oid and name of the access method, of tables with rows that PostgreSQL's own heap (2, in every database) does not
/// store. What stores a partition or chunk counts for its root.
/// </summary>
internal static class StoragesQuery
{
    public static readonly Sql Sql = $"""
        SELECT coalesce(pg_partition_root(u.oid)::oid,
                (SELECT k.inhparent FROM ({CatalogScope.Chunks}) k WHERE k.inhrelid = u.oid), u.oid),
            (SELECT a.amname::text FROM pg_catalog.pg_am a WHERE a.oid = u.relam)
        FROM pg_catalog.pg_class u
        WHERE u.relkind = 'r' AND u.relam <> 2
        """;

    public static Owned<string> Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), reader.GetString(1));
}
