using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Relations that someone may mistake for a table of the snapshot.</summary>
internal static class OtherRelationsQuery
{
    public static readonly Sql Sql = $"""
        SELECT n.nspname::text, c.relname::text,
            CASE WHEN c.relispartition THEN 'a partition, which goes with its table'
                WHEN c.relkind = 'v' THEN 'a view'
                WHEN c.relkind = 'm' THEN 'a materialized view'
                WHEN c.relkind = 'f' THEN 'a foreign table'
                WHEN {CatalogScope.IsOfExtension} THEN 'a table of an extension'
                ELSE 'a chunk, which goes with its table' END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
            AND (c.relispartition OR c.relkind IN ('v', 'm', 'f') OR {CatalogScope.IsOfExtension}
                OR c.oid IN (SELECT k.inhrelid FROM ({CatalogScope.Chunks}) k))
        """;

    public static (TableName Name, string Kind) Read(NpgsqlDataReader reader) =>
        (new(reader.GetString(0), reader.GetString(1)), reader.GetString(2));
}
