using Npgsql;
using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>
/// Table, name, key columns, primary, equality operators, nulls are equal, collations: unique indexes over plain
/// columns, the primary key first.
/// </summary>
internal static class KeysQuery
{
    public static readonly Sql Sql = $"""
        SELECT i.indrelid, x.relname::text, k.columns, i.indisprimary, k.operators,
            coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false), k.collations
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
            SELECT array_agg(a.attname::text ORDER BY p.position) AS columns,
                array_agg('OPERATOR(' || coalesce(quote_ident(en.nspname) || '.' || e.oprname, 'pg_catalog.=') || ')'
                    ORDER BY p.position) AS operators,
                array_agg(CASE WHEN p.indexcollation <> a.attcollation THEN ' COLLATE ' || quote_ident(ln.nspname)
                    || '."' || replace(l.collname, '"', '""') || '"' ELSE '' END
                    ORDER BY p.position) AS collations
            FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[]) WITH ORDINALITY AS p(attnum,
                opclass, indexcollation, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
            JOIN pg_catalog.pg_opclass o ON o.oid = p.opclass
            LEFT JOIN pg_catalog.pg_amop m ON m.amopfamily = o.opcfamily AND m.amopstrategy = 3
                AND m.amoplefttype = o.opcintype AND m.amoprighttype = o.opcintype
                AND o.opcmethod = (SELECT am.oid FROM pg_catalog.pg_am am WHERE am.amname = 'btree')
            LEFT JOIN pg_catalog.pg_operator e ON e.oid = m.amopopr
            LEFT JOIN pg_catalog.pg_namespace en ON en.oid = e.oprnamespace
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = p.indexcollation
            LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
            WHERE p.position <= i.indnkeyatts) k
        WHERE i.indisunique AND i.indisvalid AND i.indislive AND i.indpred IS NULL AND i.indexprs IS NULL
            AND {CatalogScope.UserTables}
        ORDER BY i.indrelid, i.indisprimary DESC, x.relname COLLATE "C"
        """;

    public static Owned<UniqueKey> Read(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new UniqueKey(reader.GetString(1), [.. reader.GetFieldValue<string[]>(2)])
            {
                IsPrimary = reader.GetBoolean(3),
                EqualityOperators = [.. reader.GetFieldValue<string[]>(4)],
                NullsAreEqual = reader.GetBoolean(5),
                Collations = [.. reader.GetFieldValue<string[]>(6)],
            }
        );
}
