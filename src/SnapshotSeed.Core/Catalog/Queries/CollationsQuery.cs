using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Columns: oid, name as quoted SQL, whether it is linguistic. Rows: the collations of columns.</summary>
internal static class CollationsQuery
{
    private static readonly Sql Provider = CatalogScope.Newer($"datlocprovider", $"d", $"'c'::\"char\"");

    /// <summary>Whether it orders by code points: the built-in provider's, or the C locale.</summary>
    private static readonly Sql IsPlainByDefault = $"""
        SELECT {Provider} = 'b' OR {Provider} = 'c' AND d.datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8')
        FROM pg_catalog.pg_database d WHERE d.datname = current_database()
        """;

    public static readonly Sql Sql = $"""
        SELECT l.oid, {CatalogScope.FullName($"l.collname")},
            l.collname NOT IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8', 'ucs_basic', 'pg_c_utf8')
                AND NOT (l.collprovider = 'd' AND ({IsPlainByDefault}))
        FROM pg_catalog.pg_collation l
        JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
        WHERE l.oid IN (SELECT a.attcollation FROM pg_catalog.pg_attribute a WHERE a.attrelid >= 16384)
        """;

    public static Owned<Collation> Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), new Collation(reader.GetString(1), reader.GetBoolean(2)));
}
