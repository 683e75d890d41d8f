using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>The unique rules of tables and partitions. Their SQL is valid under the current search_path.</summary>
internal static class UniqueRulesQuery
{
    public static readonly Sql Sql = $"""
        SELECT rn.nspname::text, r.relname::text, x.relname::text, k.expressions, k.operators,
            concat_ws(' AND ', 'true', '(' || pg_get_expr(i.indpred, i.indrelid) || ')', '('
                || pg_get_partition_constraintdef(c.oid) || ')')
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class r ON r.oid = coalesce(pg_partition_root(c.oid)::oid, c.oid)
        JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
        LEFT JOIN pg_catalog.pg_constraint e ON e.conindid = i.indexrelid AND e.conexclop IS NOT NULL
        CROSS JOIN LATERAL (
            SELECT array_agg(pg_get_indexdef(i.indexrelid, p.position::int, true) ORDER BY p.position) AS expressions,
                array_agg('OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')'
                    ORDER BY p.position) AS operators
            FROM unnest(i.indclass::oid[], e.conexclop) WITH ORDINALITY AS p(opclass, excluding, position)
            JOIN pg_catalog.pg_opclass q ON q.oid = p.opclass
            LEFT JOIN pg_catalog.pg_amop m ON m.amopfamily = q.opcfamily AND m.amopstrategy = 3
                AND m.amoplefttype = q.opcintype AND m.amoprighttype = q.opcintype
            JOIN pg_catalog.pg_operator o ON o.oid = coalesce(p.excluding, m.amopopr)
            JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
            WHERE p.position <= i.indnkeyatts) k
        WHERE i.indisvalid AND i.indislive AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h
            WHERE h.inhrelid = i.indexrelid)
            AND (e.oid IS NOT NULL OR i.indisunique AND (c.relispartition OR i.indpred IS NOT NULL
                OR i.indexprs IS NOT NULL))
        ORDER BY x.relname COLLATE "C"
        """;

    public static (TableName Table, UniqueRule Rule) Read(NpgsqlDataReader reader) =>
        (
            new TableName(reader.GetString(0), reader.GetString(1)),
            new UniqueRule(
                reader.GetString(2),
                [.. reader.GetFieldValue<string[]>(3)],
                [.. reader.GetFieldValue<string[]>(4)],
                reader.GetString(5)
            )
        );

    public static async Task<ILookup<TableName, UniqueRule>> ReadAsync(
        Session session,
        CancellationToken cancellationToken
    ) => (await session.RowsAsync(Sql, Read, cancellationToken)).ToLookup(entry => entry.Table, entry => entry.Rule);
}
