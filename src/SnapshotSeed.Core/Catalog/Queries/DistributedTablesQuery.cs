using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Their list exists only where Citus is installed.</summary>
internal static class DistributedTablesQuery
{
    public static readonly Sql Sql = $"""
        SELECT CASE WHEN has_table_privilege(to_regclass('pg_catalog.pg_dist_partition'), 'select')
            THEN xpath('/table/row/oid/text()', query_to_xml(
                'SELECT logicalrelid::oid AS oid FROM pg_catalog.pg_dist_partition', false, false, ''))::text[]::oid[]
            ELSE ARRAY[]::oid[] END
        """;
}
