using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>The unique indexes over plain columns, the primary key first.</summary>
internal static class KeysQuery
{
    private static readonly Sql EqualityOperator = CatalogScope.OperatorOf(
        $"""
        (
            SELECT m.amopopr
            FROM pg_catalog.pg_opclass o
            JOIN pg_catalog.pg_amop m ON m.amopfamily = o.opcfamily AND m.amopstrategy = 3
                AND m.amoplefttype = o.opcintype AND m.amoprighttype = o.opcintype
            WHERE o.oid = p.opclass
                AND o.opcmethod = (SELECT am.oid FROM pg_catalog.pg_am am WHERE am.amname = 'btree')
        )
        """
    );

    // Of PostgreSQL's own operator classes, only one has another equality operator: *=.
    private static readonly Sql MayDiffer = $"""
        p.opclass >= 16384
            OR p.opclass = (SELECT o.oid FROM pg_catalog.pg_opclass o WHERE o.oid < 16384 AND o.opcname = 'record_image_ops')
        """;

    public static readonly Sql Sql = $"""
        SELECT i.indrelid,
            (SELECT x.relname::text COLLATE "C" FROM pg_catalog.pg_class x WHERE x.oid = i.indexrelid), k.columns,
            i.indisprimary, k.operators, {CatalogScope.Newer($"indnullsnotdistinct", $"i", $"false")},
            k.collations
        FROM pg_catalog.pg_index i
        CROSS JOIN LATERAL (
            SELECT array_agg(a.attname::text ORDER BY p.position) AS columns,
                array_agg(coalesce(CASE WHEN {MayDiffer} THEN ({EqualityOperator}) END, 'OPERATOR(pg_catalog.=)')
                    ORDER BY p.position) AS operators,
                array_agg(CASE WHEN p.indexcollation <> a.attcollation
                    THEN ({CatalogScope.CollateOf($"p.indexcollation")}) ELSE '' END ORDER BY p.position) AS collations
            FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[]) WITH ORDINALITY AS p(attnum,
                opclass, indexcollation, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
            WHERE p.position <= i.indnkeyatts) k
        WHERE i.indisunique AND i.indisvalid AND i.indislive AND i.indpred IS NULL AND i.indexprs IS NULL
            AND i.indrelid >= 16384
        ORDER BY i.indrelid, i.indisprimary DESC, 2
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
