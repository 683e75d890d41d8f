using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>
/// Constraints that partitions inherit (conparentid) are left out; one of a partition counts for the root. Constraints
/// of one name are ordered by the partitions' names, because oids differ between databases.
/// </summary>
internal static class ForeignKeysQuery
{
    private static readonly Sql IsEnforced = CatalogScope.Newer($"conenforced", $"k", $"true");

    public static readonly Sql Sql = $"""
        SELECT k.conname::text, coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid), p.columns,
            coalesce(pg_partition_root(k.confrelid)::oid, k.confrelid), p.referenced, k.convalidated AND {IsEnforced},
            p.operators, {LeavesOf($"k.conrelid")}, {CatalogScope.Newer($"conperiod", $"k", $"false")},
            p.collations, {LeavesOf($"k.confrelid")},
            {IsEnforced} AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgconstraint = k.oid
                AND g.tgrelid = k.conrelid AND g.tgenabled IN ('D', 'R')),
            k.confmatchtype = 'f', k.confdeltype = 'c'
        FROM pg_catalog.pg_constraint k
        CROSS JOIN LATERAL (
            SELECT array_agg(a.attname::text ORDER BY p.position) AS columns,
                array_agg(b.attname::text ORDER BY p.position) AS referenced,
                array_agg(({CatalogScope.OperatorOf($"p.operator")}) ORDER BY p.position) AS operators,
                array_agg(CASE WHEN a.attcollation <> b.attcollation AND b.attcollation <> 0
                    THEN ({CatalogScope.CollateOf($"b.attcollation")}) ELSE '' END ORDER BY p.position) AS collations
            FROM unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY AS p(attnum, referenced, operator,
                position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum
            JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = p.referenced) p
        WHERE k.contype = 'f' AND k.conparentid = 0
        ORDER BY k.conrelid::regclass::text COLLATE "C", k.conname COLLATE "C"
        """;

    /// <summary>NULL for a root or an ordinary table.</summary>
    private static Sql LeavesOf(Sql table) =>
        $"""
            CASE WHEN pg_partition_root({table}) <> {table} THEN ARRAY(SELECT t.relid::oid
                FROM pg_partition_tree({table}) t WHERE t.isleaf ORDER BY 1) END
            """;

    public static ForeignKey? Read(NpgsqlDataReader reader, Dictionary<uint, TableName> names)
    {
        // A reference to a system table binds no row that a snapshot could carry.
        if (
            !names.TryGetValue(reader.GetFieldValue<uint>(1), out var table)
            || !names.TryGetValue(reader.GetFieldValue<uint>(3), out var referenced)
        )
            return null;

        return new ForeignKey(
            reader.GetString(0),
            table,
            [.. reader.GetFieldValue<string[]>(2)],
            referenced,
            [.. reader.GetFieldValue<string[]>(4)]
        )
        {
            IsValidated = reader.GetBoolean(5),
            EqualityOperators = [.. reader.GetFieldValue<string[]>(6)],
            OnlyInPartitions = reader.IsDBNull(7) ? null : [.. reader.GetFieldValue<uint[]>(7)],
            IsTemporal = reader.GetBoolean(8),
            Collations = [.. reader.GetFieldValue<string[]>(9)],
            ReferencedPartitions = reader.IsDBNull(10) ? null : [.. reader.GetFieldValue<uint[]>(10)],
            IsEnforced = reader.GetBoolean(11),
            IsMatchFull = reader.GetBoolean(12),
            IsCascading = reader.GetBoolean(13),
        };
    }
}
