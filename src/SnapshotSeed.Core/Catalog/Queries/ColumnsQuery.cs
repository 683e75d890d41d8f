using Npgsql;
using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>
/// Table, name, type, bare type, not null (a NOT NULL that is NOT VALID, of PostgreSQL 18, says nothing of the rows
/// that are there), identity, generated, has a default, may select, linguistic order, is a domain, has a cast from
/// text, is orderable, orders by a collation that it does not show: jsonb, composite types and ranges of text;
/// COLLATE of a collation that is not its base type's.</summary>
internal static class ColumnsQuery
{
    public static readonly Sql Sql = $"""
        SELECT a.attrelid, a.attname::text, format_type(a.atttypid, a.atttypmod),
            quote_ident(b.nspname) || '."' || replace(b.typname, '"', '""') || '"',
            a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = a.attrelid
                AND k.contype = 'n' AND NOT k.convalidated AND a.attnum = ANY (k.conkey)),
            a.attidentity::text, a.attgenerated <> '', a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
            has_column_privilege(c.oid, a.attnum, 'select'),
            a.attcollation <> 0 AND NOT (
                l.collname IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8', 'ucs_basic', 'pg_c_utf8')
                OR l.collprovider = 'd' AND (coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'b'
                    OR coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
                        AND d.datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8'))),
            t.typtype = 'd',
            EXISTS (SELECT FROM pg_catalog.pg_cast x WHERE x.casttarget = b.oid AND x.castmethod = 'f'
                AND (x.oid >= 16384 OR b.oid = 'regclass'::pg_catalog.regtype)
                AND x.castsource IN ('text'::pg_catalog.regtype, 'varchar'::pg_catalog.regtype,
                    'bpchar'::pg_catalog.regtype)),
            t.typtype IN ('e', 'r', 'm') OR t.typname IN ('varchar', 'cidr') OR EXISTS (SELECT
                FROM pg_catalog.pg_opclass o
                JOIN pg_catalog.pg_am am ON am.oid = o.opcmethod AND am.amname = 'btree' WHERE o.opcintype = t.oid
                    AND o.opcdefault),
            b.oid = 'jsonb'::pg_catalog.regtype OR b.typtype = 'c' OR EXISTS (SELECT FROM pg_catalog.pg_range g
                WHERE g.rngtypid = b.oid AND g.rngcollation <> 0),
            CASE WHEN a.attcollation NOT IN (0, b.typcollation) THEN ' COLLATE ' || quote_ident(ln.nspname) || '."'
                || replace(l.collname, '"', '""') || '"' ELSE '' END
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        CROSS JOIN LATERAL (
            WITH RECURSIVE b AS (
                SELECT t.oid, t.typname, t.typnamespace, t.typtype, t.typbasetype, t.typcollation
                UNION ALL SELECT u.oid, u.typname, u.typnamespace, u.typtype, u.typbasetype, u.typcollation FROM b
                    JOIN pg_catalog.pg_type u ON b.typtype = 'd' AND u.oid = b.typbasetype)
            SELECT b.oid, b.typname, b.typtype, b.typcollation, tn.nspname FROM b
                JOIN pg_catalog.pg_namespace tn ON tn.oid = b.typnamespace WHERE b.typtype <> 'd') b
        JOIN pg_catalog.pg_database d ON d.datname = current_database()
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND {CatalogScope.UserTables}
        ORDER BY a.attrelid, a.attnum
        """;

    public static Owned<Column> Read(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new Column(reader.GetString(1), reader.GetString(2))
            {
                BareType = reader.GetString(3),
                IsNullable = !reader.GetBoolean(4),
                Identity = reader.GetString(5) switch
                {
                    "a" => IdentityKind.Always,
                    "d" => IdentityKind.ByDefault,
                    _ => IdentityKind.None,
                },
                IsGenerated = reader.GetBoolean(6),
                HasDefault = reader.GetBoolean(7),
                CanSelect = reader.GetBoolean(8),
                HasLinguisticOrder = reader.GetBoolean(9),
                IsDomain = reader.GetBoolean(10),
                HasCastFromText = reader.GetBoolean(11),
                IsOrderable = reader.GetBoolean(12),
                HasHiddenCollation = reader.GetBoolean(13),
                Collation = reader.GetString(14),
            }
        );
}
