using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>The partitions that are foreign tables, with their database if the server's options name it.</summary>
internal static class ForeignPartitionsQuery
{
    public static readonly Sql Sql = $"""
        SELECT pg_partition_root(f.oid)::oid, n.nspname::text, f.relname::text,
            (SELECT o.option_value FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name = 'dbname')
        FROM pg_catalog.pg_class f JOIN pg_catalog.pg_namespace n ON n.oid = f.relnamespace
        JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = f.oid
            JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
        WHERE f.relkind = 'f' AND f.relispartition
        ORDER BY n.nspname COLLATE "C", f.relname COLLATE "C"
        """;

    public static Owned<ForeignPartition> Read(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new ForeignPartition(
                new TableName(reader.GetString(1), reader.GetString(2)),
                reader.IsDBNull(3) ? null : reader.GetString(3)
            )
        );
}
