using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Temporary tables count as allowed only if no event trigger could object.</summary>
internal static class IdentityQuery
{
    public static readonly Sql Sql = $"""
        SELECT current_database()::text,
            has_database_privilege(current_database(), 'temporary') AND current_setting('transaction_read_only') = 'off'
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger e WHERE e.evtenabled IN ('O', 'A')
                    AND e.evtevent IN ('ddl_command_start', 'ddl_command_end', 'sql_drop')
                    AND (e.evttags IS NULL OR e.evttags && ARRAY['CREATE TABLE', 'DROP TABLE'])),
            current_setting('transaction_read_only') = 'on'
        """;

    public static DatabaseIdentity Read(NpgsqlDataReader reader) =>
        new(reader.GetString(0)) { CanCreateTemporaryTables = reader.GetBoolean(1), IsReadOnly = reader.GetBoolean(2) };
}
