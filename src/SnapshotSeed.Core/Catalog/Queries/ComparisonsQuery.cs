using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>An operator for exactly these types comes before those of pg_catalog, which may need casts.</summary>
internal static class ComparisonsQuery
{
    public static Sql Of(ForeignKey key) =>
        $"""
            SELECT 'OPERATOR(' || coalesce(quote_ident(e.nspname), 'pg_catalog') || '.=)',
                CASE WHEN a.attcollation <> b.attcollation AND b.attcollation <> 0
                    THEN ' COLLATE ' || quote_ident(ln.nspname) || '."' || replace(l.collname, '"', '""') || '"'
                    ELSE '' END
            FROM unnest({Parameter.Texts([.. key.Columns])}, {Parameter.Texts([.. key.ReferencedColumns])})
                WITH ORDINALITY AS k(referencing, referenced, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = {Oid(key.Table)} AND a.attname::text = k.referencing
            JOIN pg_catalog.pg_attribute b ON b.attrelid = {Oid(key.ReferencedTable)} AND b.attname::text = k.referenced
            JOIN pg_catalog.pg_type s ON s.oid = a.atttypid
            JOIN pg_catalog.pg_type t ON t.oid = b.atttypid
            LEFT JOIN LATERAL (
                SELECT n.nspname
                FROM pg_catalog.pg_operator o
                JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
                WHERE o.oprname = '=' AND n.nspname <> 'pg_catalog'
                    AND o.oprleft = coalesce(nullif(t.typbasetype, 0), t.oid)
                    AND o.oprright = coalesce(nullif(s.typbasetype, 0), s.oid)
                ORDER BY n.nspname
                LIMIT 1) e ON true
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = b.attcollation
            LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
            ORDER BY k.position
            """;

    public static (string Operator, string Collation) Read(NpgsqlDataReader reader) =>
        (reader.GetString(0), reader.GetString(1));

    private static Sql Oid(TableName table) =>
        $"{Sql.Literal($"{new Identifier(table.Schema)}.{new Identifier(table.Name)}")}::regclass";
}
