using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Columns: oid of an extension's configuration table, condition of the rows that users added.</summary>
internal static class AddedRowsQuery
{
    public static readonly Sql Sql = $"""
        SELECT x.oid, x.condition
        FROM pg_catalog.pg_extension e, unnest(e.extconfig, e.extcondition) x (oid, condition)
        """;

    public static Owned<string> Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), reader.GetString(1));
}
