using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Enforced CHECK constraints, and NOT NULL constraints that are NOT VALID.</summary>
internal static class ChecksQuery
{
    public static readonly Sql Sql = $"""
        SELECT k.conrelid, k.conname::text, coalesce(pg_get_expr(k.conbin, k.conrelid),
            (SELECT quote_ident(a.attname) || ' IS NOT NULL' FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1])),
            EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_constraint'::regclass AND d.objid = k.oid
                AND d.refclassid = 'pg_proc'::regclass)
        FROM pg_catalog.pg_constraint k
        WHERE (k.contype = 'c' OR k.contype = 'n' AND NOT k.convalidated) AND k.conrelid <> 0
            AND {CatalogScope.Newer($"conenforced", $"k", $"true")}
        ORDER BY k.conrelid, k.conname COLLATE "C"
        """;

    public static Owned<CheckConstraint> Read(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new CheckConstraint(reader.GetString(1), reader.GetString(2)) { CallsFunctions = reader.GetBoolean(3) }
        );
}
