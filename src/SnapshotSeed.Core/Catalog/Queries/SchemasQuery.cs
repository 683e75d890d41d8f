using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Columns: oid, name, may use. Rows: the schemas outside the system.</summary>
internal static class SchemasQuery
{
    public static readonly Sql Sql = $"""
        SELECT n.oid, n.nspname::text, has_schema_privilege(n.oid, 'usage')
        FROM pg_catalog.pg_namespace n
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
        """;

    public static Owned<Schema> Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), new Schema(reader.GetString(1), reader.GetBoolean(2)));
}
