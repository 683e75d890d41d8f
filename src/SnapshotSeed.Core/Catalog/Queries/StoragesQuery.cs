using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Tables whose rows PostgreSQL's own heap (oid 2) does not store. Partitions count for their root.</summary>
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
