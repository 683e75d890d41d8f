using System.Collections.Immutable;
using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>The B-tree indexes over plain columns that cover all rows.</summary>
internal static class IndexesQuery
{
    public static readonly Sql Sql = $"""
        SELECT i.indrelid, ARRAY(SELECT a.attname::text
            FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS p(attnum, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
            WHERE p.position <= i.indnkeyatts
            ORDER BY p.position)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_am m ON m.oid = x.relam
        WHERE i.indisvalid AND i.indislive AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indrelid >= 16384
            AND m.amname = 'btree'
        ORDER BY i.indrelid, x.relname COLLATE "C"
        """;

    public static Owned<ImmutableArray<string>> Read(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), [.. reader.GetFieldValue<string[]>(1)]);
}
