using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>The domains and composite types of stored columns, at any depth, also within arrays and ranges.</summary>
internal static class TypesQuery
{
    public static readonly Sql Sql = $"""
        WITH RECURSIVE uses AS (
            SELECT a.attrelid, a.atttypid AS type
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid >= 16384
                AND {CatalogScope.Tables}
            UNION
            SELECT u.attrelid, p.type
            FROM uses u JOIN pg_catalog.pg_type t ON t.oid = u.type
            CROSS JOIN LATERAL (
                SELECT t.typelem AS type WHERE t.typcategory = 'A'
                UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
                UNION ALL SELECT f.atttypid FROM pg_catalog.pg_attribute f WHERE t.typtype = 'c'
                    AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
                UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.typtype IN ('r', 'm')
                    AND (r.rngtypid = t.oid OR {CatalogScope.Newer($"rngmultitypid", $"r", $"0::oid")} = t.oid)) p
            WHERE p.type >= 16384)
        SELECT u.attrelid, format_type(t.oid, NULL), CASE t.typtype
            WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod)
            ELSE (SELECT concat('(', string_agg(concat(quote_ident(f.attname), ' ', format_type(f.atttypid,
                f.atttypmod)), ', ' ORDER BY f.attnum), ')')
                FROM pg_catalog.pg_attribute f WHERE f.attrelid = t.typrelid AND f.attnum > 0
                    AND NOT f.attisdropped) END
        FROM uses u JOIN pg_catalog.pg_type t ON t.oid = u.type
        WHERE t.typtype IN ('d', 'c')
        """;

    public static Owned<TypeDefinition> Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), new TypeDefinition(reader.GetString(1), reader.GetString(2)));
}
