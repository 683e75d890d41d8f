using Npgsql;
using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>
/// Oid, schema, name, has its rows in partitions or chunks, may select, may select some column, row level security applies, may insert, may
/// truncate, allows ON CONFLICT, has INSERT rules, has triggers that fire on INSERT, pages and rows (both as of the
/// last ANALYZE, NULL before the first; asking for the present size would wait for a lock), is unlogged and so not
/// on this standby, belongs to an extension, the tables it inherits from, is the role's own, the access method if it is
/// not heap, is distributed, the condition of an extension's configuration table, may update, has UPDATE rules. What a partition has counts for its root, through
/// which the rows come.
/// </summary>
internal static class TablesQuery
{
    /// <summary>
    /// The tables with rows that PostgreSQL's own heap does not store. Oid, that of a partition's or chunk's root, and the
    /// name of the access method.
    /// </summary>
    private static readonly Sql OtherStorages = $"""
        SELECT coalesce(k.inhparent, pg_partition_root(u.oid)::oid, u.oid) AS root, min(a.amname::text) AS storage
        FROM pg_catalog.pg_class u
        JOIN pg_catalog.pg_am a ON a.oid = u.relam AND a.amname <> 'heap'
        LEFT JOIN ({CatalogScope.Chunks}) k ON k.inhrelid = u.oid
        WHERE u.relkind = 'r'
        GROUP BY 1
        """;

    /// <summary>The oids of Citus' tables, whose list is there only where Citus is.</summary>
    private static readonly Sql Distributed = $"""
        SELECT CASE WHEN has_table_privilege(to_regclass('pg_catalog.pg_dist_partition'), 'select')
            THEN xpath('/table/row/oid/text()', query_to_xml(
                'SELECT logicalrelid::oid AS oid FROM pg_catalog.pg_dist_partition', false, false, ''))::text[]::oid[]
            ELSE ARRAY[]::oid[] END AS oids
        """;

    public static readonly Sql Sql = $"""
        SELECT c.oid, n.nspname::text, c.relname::text,
            c.relkind = 'p' OR c.oid IN (SELECT k.inhparent FROM ({CatalogScope.Chunks}) k),
            has_schema_privilege(n.oid, 'usage') AND has_table_privilege(c.oid, 'select'),
            has_schema_privilege(n.oid, 'usage') AND has_any_column_privilege(c.oid, 'select'),
            row_security_active(c.oid),
            has_schema_privilege(n.oid, 'usage') AND has_table_privilege(c.oid, 'insert'),
            has_table_privilege(c.oid, 'truncate'),
            c.oid NOT IN (SELECT coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid)
                FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x') AND k.condeferrable)
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid
                    AND r.ev_type IN ('2', '3')),
            EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '3'),
            c.oid IN (SELECT coalesce(pg_partition_root(g.tgrelid)::oid, g.tgrelid)
                FROM pg_catalog.pg_trigger g WHERE NOT g.tgisinternal AND g.tgtype & 4 <> 0
                    AND g.tgenabled IN ('O', 'A')),
            CASE WHEN c.relkind = 'r' AND c.reltuples > 0 AND NOT c.relhassubclass THEN c.relpages END,
            CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint END,
            pg_is_in_recovery() AND c.oid IN (SELECT coalesce(pg_partition_root(u.oid)::oid, u.oid)
                FROM pg_catalog.pg_class u WHERE u.relpersistence = 'u'),
            {CatalogScope.IsOfExtension},
            ARRAY(SELECT h.inhparent FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid),
            pg_has_role(c.relowner, 'usage'),
            o.storage, c.oid = ANY (d.oids), x.condition, has_table_privilege(c.oid, 'update'),
            EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '2')
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN ({OtherStorages}) o ON o.root = c.oid
        LEFT JOIN (SELECT x.oid, x.condition
            FROM pg_catalog.pg_extension e, unnest(e.extconfig, e.extcondition) x (oid, condition)) x ON x.oid = c.oid
        CROSS JOIN ({Distributed}) d
        WHERE {CatalogScope.AllTables}
        ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
        """;

    public static TableRow Read(NpgsqlDataReader reader) =>
        new(
            new(
                reader.GetFieldValue<uint>(0),
                new Table(new TableName(reader.GetString(1), reader.GetString(2)))
                {
                    IsPartitioned = reader.GetBoolean(3),
                    CanSelect = reader.GetBoolean(4),
                    CanSelectSome = reader.GetBoolean(5),
                    HasRowSecurity = reader.GetBoolean(6),
                    CanInsert = reader.GetBoolean(7),
                    CanTruncate = reader.GetBoolean(8),
                    AllowsOnConflict = reader.GetBoolean(9) && reader.IsDBNull(18),
                    HasInsertRules = reader.GetBoolean(10),
                    HasInsertTriggers = reader.GetBoolean(11),
                    Pages = reader.IsDBNull(12) ? null : reader.GetInt32(12),
                    EstimatedRows = reader.IsDBNull(13) ? null : reader.GetInt64(13),
                    IsNotOnStandby = reader.GetBoolean(14),
                    IsOwned = reader.GetBoolean(17),
                    Storage = reader.IsDBNull(18) ? null : reader.GetString(18),
                    IsDistributed = reader.GetBoolean(19),
                    CanUpdate = reader.GetBoolean(21),
                    HasUpdateRules = reader.GetBoolean(22),
                    AddedRows = reader.IsDBNull(20) ? null : reader.GetString(20),
                }
            ),
            reader.GetBoolean(15),
            [.. reader.GetFieldValue<uint[]>(16)]
        );
}
