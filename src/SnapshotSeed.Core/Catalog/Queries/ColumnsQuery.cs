using Npgsql;
using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>
/// Table, name, type, bare type, not null (a NOT NULL that is NOT VALID, of PostgreSQL 18, says nothing of the rows
/// that are there), identity, generated, has a default, may select, linguistic order, is a domain, has a cast from
/// text, is orderable, orders by a collation that it does not show: jsonb, composite types and ranges of text;
/// COLLATE of a collation that is not its base type's; is an enum. What is a type's is looked up once for each type.</summary>
internal static class ColumnsQuery
{
    public static readonly Sql Sql = $"""
        WITH RECURSIVE columns AS MATERIALIZED (
            SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity,
                a.attgenerated, a.atthasdef, a.attcollation
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND {CatalogScope.UserTables}),
        bases AS (
            SELECT t.oid AS type, t.oid, t.typname, t.typnamespace, t.typtype, t.typbasetype, t.typcollation
            FROM pg_catalog.pg_type t WHERE t.oid IN (SELECT a.atttypid FROM columns a)
            UNION ALL
            SELECT b.type, u.oid, u.typname, u.typnamespace, u.typtype, u.typbasetype, u.typcollation
            FROM bases b JOIN pg_catalog.pg_type u ON b.typtype = 'd' AND u.oid = b.typbasetype),
        types AS MATERIALIZED (
            SELECT t.oid, t.typtype = 'd' AS is_domain, t.typdefault IS NOT NULL AS has_default, b.typcollation,
                quote_ident(n.nspname) || '."' || replace(b.typname, '"', '""') || '"' AS bare,
                EXISTS (SELECT FROM pg_catalog.pg_cast x WHERE x.casttarget = b.oid AND x.castmethod = 'f'
                    AND (x.oid >= 16384 OR b.oid = 'regclass'::pg_catalog.regtype)
                    AND x.castsource IN ('text'::pg_catalog.regtype, 'varchar'::pg_catalog.regtype,
                        'bpchar'::pg_catalog.regtype)) AS has_cast_from_text,
                t.typtype IN ('e', 'r', 'm') OR t.typname IN ('varchar', 'cidr') OR EXISTS (SELECT
                    FROM pg_catalog.pg_opclass o
                    JOIN pg_catalog.pg_am am ON am.oid = o.opcmethod AND am.amname = 'btree'
                    WHERE o.opcintype = t.oid AND o.opcdefault) AS is_orderable,
                b.oid = 'jsonb'::pg_catalog.regtype OR b.typtype = 'c' OR EXISTS (SELECT FROM pg_catalog.pg_range g
                    WHERE g.rngtypid = b.oid AND g.rngcollation <> 0) AS hides_collation, b.typtype = 'e' AS is_enum
            FROM bases b
            JOIN pg_catalog.pg_type t ON t.oid = b.type
            JOIN pg_catalog.pg_namespace n ON n.oid = b.typnamespace
            WHERE b.typtype <> 'd'),
        collations AS MATERIALIZED (
            SELECT l.oid, quote_ident(n.nspname) || '."' || replace(l.collname, '"', '""') || '"' AS name,
                l.collname NOT IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8', 'ucs_basic', 'pg_c_utf8')
                AND NOT (l.collprovider = 'd' AND (coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'b'
                    OR coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
                        AND d.datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8'))) AS is_linguistic
            FROM pg_catalog.pg_collation l
            JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
            JOIN pg_catalog.pg_database d ON d.datname = current_database()
            WHERE l.oid IN (SELECT a.attcollation FROM columns a))
        SELECT a.attrelid, a.attname::text, format_type(a.atttypid, a.atttypmod), t.bare,
            a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = a.attrelid
                AND k.contype = 'n' AND NOT k.convalidated AND a.attnum = ANY (k.conkey)),
            a.attidentity::text, a.attgenerated <> '', a.atthasdef OR a.attidentity <> '' OR t.has_default,
            has_column_privilege(a.attrelid, a.attnum, 'select'), coalesce(l.is_linguistic, false),
            t.is_domain, t.has_cast_from_text, t.is_orderable, t.hides_collation,
            CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN ' COLLATE ' || l.name ELSE '' END,
            t.is_enum
        FROM columns a
        JOIN types t ON t.oid = a.atttypid
        LEFT JOIN collations l ON l.oid = a.attcollation
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
                IsEnum = reader.GetBoolean(15),
            }
        );
}
