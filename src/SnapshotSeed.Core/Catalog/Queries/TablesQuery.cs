using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>
/// Pages and rows are as of the last ANALYZE, because the current size would need a lock. The facts of a partition
/// count for its root, through which the rows are read.
/// unlogged and so not on this standby, belongs to an extension, tables that it inherits from, is owned, may update, has
/// triggers that fire on UPDATE.
/// </summary>
internal static class TablesQuery
{
    public static readonly Sql Sql = $"""
        SELECT c.oid, c.relnamespace, c.relname::text,
            c.relkind = 'p' OR c.oid IN (SELECT k.inhparent FROM ({CatalogScope.Chunks}) k),
            has_table_privilege(c.oid, 'select'), has_any_column_privilege(c.oid, 'select'),
            row_security_active(c.oid), has_table_privilege(c.oid, 'insert'), has_table_privilege(c.oid, 'truncate'),
            c.oid NOT IN (SELECT coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid)
                FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x') AND k.condeferrable),
            (SELECT string_agg(r.ev_type::text, '') FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid),
            {FiresOn(Inserts)},
            CASE WHEN c.relkind = 'r' AND c.reltuples > 0 AND NOT c.relhassubclass THEN c.relpages END,
            CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint END,
            pg_is_in_recovery() AND c.oid IN (SELECT coalesce(pg_partition_root(u.oid)::oid, u.oid)
                FROM pg_catalog.pg_class u WHERE u.relpersistence = 'u'),
            {CatalogScope.IsOfExtension},
            ARRAY(SELECT h.inhparent FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid),
            pg_has_role(c.relowner, 'usage'), has_table_privilege(c.oid, 'update'), {FiresOn(Updates)}
        FROM pg_catalog.pg_class c
        WHERE {CatalogScope.Tables}
        """;

    // Bits of pg_trigger.tgtype.
    private const int Inserts = 4;
    private const int Updates = 16;

    // Values of pg_rewrite.ev_type.
    private const char OnUpdate = '2';
    private const char OnInsert = '3';

    private static Sql FiresOn(int events) =>
        $"""
            c.oid IN (SELECT coalesce(pg_partition_root(g.tgrelid)::oid, g.tgrelid)
                FROM pg_catalog.pg_trigger g WHERE NOT g.tgisinternal AND g.tgtype & {events} <> 0
                    AND g.tgenabled IN ('O', 'A'))
            """;

    /// <returns>Null for a table in a system schema.</returns>
    public static TableEntry? Read(NpgsqlDataReader reader, Dictionary<uint, Schema> schemas)
    {
        if (!schemas.TryGetValue(reader.GetFieldValue<uint>(1), out var schema))
            return null;
        var rules = reader.IsDBNull(10) ? "" : reader.GetString(10);
        var table = new Table(new TableName(schema.Name, reader.GetString(2)))
        {
            IsPartitioned = reader.GetBoolean(3),
            CanSelect = schema.CanUse && reader.GetBoolean(4),
            CanSelectSome = schema.CanUse && reader.GetBoolean(5),
            HasRowSecurity = reader.GetBoolean(6),
            CanInsert = schema.CanUse && reader.GetBoolean(7),
            CanTruncate = reader.GetBoolean(8),
            AllowsOnConflict = reader.GetBoolean(9) && !rules.Contains(OnInsert) && !rules.Contains(OnUpdate),
            HasInsertRules = rules.Contains(OnInsert),
            HasUpdateRules = rules.Contains(OnUpdate),
            HasInsertTriggers = reader.GetBoolean(11),
            HasUpdateTriggers = reader.GetBoolean(19),
            Pages = reader.IsDBNull(12) ? null : reader.GetInt32(12),
            EstimatedRows = reader.IsDBNull(13) ? null : reader.GetInt64(13),
            IsNotOnStandby = reader.GetBoolean(14),
            IsOwned = reader.GetBoolean(17),
            CanUpdate = reader.GetBoolean(18),
        };
        return new(
            new(reader.GetFieldValue<uint>(0), table),
            reader.GetBoolean(15),
            [.. reader.GetFieldValue<uint[]>(16)]
        );
    }
}
