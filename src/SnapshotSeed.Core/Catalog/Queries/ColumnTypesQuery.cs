using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Types of columns, and base types of domains. jsonb, composites and ranges hide a collation.</summary>
internal static class ColumnTypesQuery
{
    public static readonly Sql Sql = $"""
        SELECT t.oid, {CatalogScope.FullName($"t.typname")}, t.typcollation,
            CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE 0 END, t.typdefault IS NOT NULL,
            t.oid IN (SELECT x.casttarget FROM pg_catalog.pg_cast x WHERE x.castmethod = 'f'
                AND (x.oid >= 16384 OR x.casttarget = 'regclass'::pg_catalog.regtype)
                AND x.castsource IN ('text'::pg_catalog.regtype, 'varchar'::pg_catalog.regtype,
                    'bpchar'::pg_catalog.regtype)),
            t.typtype IN ('e', 'r', 'm') OR t.typname IN ('varchar', 'cidr') OR t.oid IN (SELECT o.opcintype
                FROM pg_catalog.pg_opclass o WHERE o.opcdefault
                    AND o.opcmethod = (SELECT m.oid FROM pg_catalog.pg_am m WHERE m.amname = 'btree')),
            t.oid = 'jsonb'::pg_catalog.regtype OR t.typtype = 'c' OR t.oid IN (SELECT g.rngtypid
                FROM pg_catalog.pg_range g WHERE g.rngcollation <> 0),
            t.typtype = 'e'
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE t.oid IN (SELECT a.atttypid FROM pg_catalog.pg_attribute a WHERE a.attrelid >= 16384 AND a.attnum > 0
            UNION ALL SELECT d.typbasetype FROM pg_catalog.pg_type d WHERE d.typtype = 'd')
        """;

    public static Owned<ColumnType> Read(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new ColumnType(reader.GetString(1), reader.GetFieldValue<uint>(2))
            {
                Base = reader.GetFieldValue<uint>(3),
                HasDefault = reader.GetBoolean(4),
                HasCastFromText = reader.GetBoolean(5),
                IsOrderable = reader.GetBoolean(6),
                HasHiddenCollation = reader.GetBoolean(7),
                IsEnum = reader.GetBoolean(8),
            }
        );
}
