using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>
/// An owned sequence depends on its column (automatic or internal); a sequence that a default names is found by the
/// default's dependencies. A column of a partition counts for the root.
/// </summary>
internal static class SequencesQuery
{
    public static readonly Sql Sql = $"""
        SELECT DISTINCT s.relnamespace, s.relname::text, coalesce(pg_partition_root(f.attrelid)::oid, f.attrelid),
            (SELECT a.attname::text FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = f.attrelid AND a.attnum = f.attnum),
            (SELECT q.seqincrement < 0 FROM pg_catalog.pg_sequence q WHERE q.seqrelid = s.oid),
            has_sequence_privilege(s.oid, 'select'), has_sequence_privilege(s.oid, 'update'),
            NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef v WHERE v.adrelid = f.attrelid AND v.adnum = f.attnum
                AND pg_get_expr(v.adbin, v.adrelid) ~ 'nextval'
                    AND pg_get_expr(v.adbin,
                        v.adrelid) !~ '^\(?nextval\(''([^'']|'''')*''::regclass\)\)?(::(smallint|integer|bigint|numeric))?$'),
            CASE WHEN f.sequence IS NULL AND s.relpersistence = 'p' AND has_sequence_privilege(s.oid, 'select')
                THEN pg_sequence_last_value(s.oid) END
        FROM pg_catalog.pg_class s
        LEFT JOIN (
            SELECT d.objid AS sequence, d.refobjid AS attrelid, d.refobjsubid AS attnum
            FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
            UNION
            SELECT d.refobjid, v.adrelid, v.adnum
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef v ON v.oid = d.objid
            WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) f ON f.sequence = s.oid
        WHERE s.relkind = 'S' AND s.relpersistence <> 't' AND s.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
            WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.deptype = 'e')
        """;

    /// <returns>Null for a sequence in a system schema.</returns>
    public static SequenceEntry? Read(
        NpgsqlDataReader reader,
        Dictionary<uint, Schema> schemas,
        Dictionary<uint, TableName> names
    )
    {
        if (!schemas.TryGetValue(reader.GetFieldValue<uint>(0), out var schema))
            return null;
        var name = new TableName(schema.Name, reader.GetString(1));
        if (reader.IsDBNull(2))
            return new(Loose(reader, schema, name), null);
        if (!names.TryGetValue(reader.GetFieldValue<uint>(2), out var table))
            return null;
        return new(
            null,
            new Sequence(name, table, reader.GetString(3))
            {
                IsDescending = reader.GetBoolean(4),
                CanRead = schema.CanUse && reader.GetBoolean(5),
                CanMove = schema.CanUse && reader.GetBoolean(6),
                IsPlain = reader.GetBoolean(7),
            }
        );
    }

    private static UnownedSequence Loose(NpgsqlDataReader reader, Schema schema, TableName name) =>
        new(name)
        {
            IsDescending = reader.GetBoolean(4),
            CanRead = schema.CanUse && reader.GetBoolean(5),
            CanMove = schema.CanUse && reader.GetBoolean(6),
            Position = !schema.CanUse || reader.IsDBNull(8) ? null : reader.GetInt64(8),
        };
}
