using Npgsql;
using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>Name, may create temporary tables, is read-only.</summary>
internal static class IdentityQuery
{
    public static readonly Sql Sql = $"""
        SELECT current_database()::text,
            has_database_privilege(d.oid, 'temporary') AND current_setting('transaction_read_only') = 'off',
            current_setting('transaction_read_only') = 'on'
        FROM pg_catalog.pg_database d WHERE d.datname = current_database()
        """;

    public static DatabaseIdentity Read(NpgsqlDataReader reader) =>
        new(reader.GetString(0)) { CanCreateTemporaryTables = reader.GetBoolean(1), IsReadOnly = reader.GetBoolean(2) };
}
