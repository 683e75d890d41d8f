using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Materialized views over some tables, directly or through views, each after those that it reads.</summary>
/// Rows: the materialized views over some tables or partitions, directly or through other views, each after the views that it reads.
internal static class MaterializedViewsQuery
{
    /// <summary>The materialized views that cannot be read before they are refreshed.</summary>
    public static readonly Sql Unpopulated = $"""
        SELECT n.nspname::text, c.relname::text
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'm' AND NOT c.relispopulated
        """;

    public static Sql Of(IEnumerable<TableName> tables) =>
        $"""
            WITH RECURSIVE uses AS (
                SELECT DISTINCT w.ev_class AS view, coalesce(pg_partition_root(d.refobjid)::oid, d.refobjid) AS used
                FROM pg_catalog.pg_rewrite w
                JOIN pg_catalog.pg_class v ON v.oid = w.ev_class AND v.relkind IN ('v', 'm')
                JOIN pg_catalog.pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class),
            reached AS (
                SELECT u.view, 1 AS depth
                FROM uses u
                WHERE u.used IN (SELECT coalesce(pg_partition_root(t.name::regclass), t.name::regclass)
                    FROM unnest({Parameter.Texts([.. tables.Select(Text)])}) AS t (name))
                UNION
                SELECT u.view, r.depth + 1
                FROM reached r
                JOIN uses u ON u.used = r.view)
            SELECT n.nspname::text, c.relname::text
            FROM (SELECT r.view, max(r.depth) AS depth FROM reached r GROUP BY r.view) r
            JOIN pg_catalog.pg_class c ON c.oid = r.view AND c.relkind = 'm'
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            ORDER BY r.depth, n.nspname COLLATE "C", c.relname COLLATE "C"
            """;

    public static TableName Read(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetString(1));

    private static string Text(TableName table) => $"{new Identifier(table.Schema)}.{new Identifier(table.Name)}";
}
