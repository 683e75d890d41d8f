using System.Text.RegularExpressions;
using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>
/// Columns: oid, root, schema, name, oids of the partitions between root and this one and itself, their bounds, may
/// select, may insert, may truncate, is owned, may update, pages, rows, may select some column, has partitions. Rows: the partitions, at any depth.
/// </summary>
internal static partial class PartitionsQuery
{
    private const int MostDigits = 40;

    public static readonly Sql Sql = $"""
        SELECT c.oid, pg_partition_root(c.oid)::oid, c.relnamespace, c.relname::text,
            ARRAY(SELECT a.relid::oid FROM pg_partition_ancestors(c.oid) WITH ORDINALITY AS a(relid, place)
                WHERE a.relid <> pg_partition_root(c.oid) ORDER BY a.place DESC),
            ARRAY(SELECT pg_get_expr(b.relpartbound, b.oid)
                FROM pg_partition_ancestors(c.oid) WITH ORDINALITY AS a(relid, place)
                JOIN pg_catalog.pg_class b ON b.oid = a.relid
                WHERE b.relispartition ORDER BY a.place DESC),
            has_table_privilege(c.oid, 'select'), has_table_privilege(c.oid, 'insert'),
            has_table_privilege(c.oid, 'truncate'), pg_has_role(c.relowner, 'usage'),
            has_table_privilege(c.oid, 'update'),
            CASE WHEN c.relkind = 'r' AND c.reltuples > 0 THEN c.relpages END,
            CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint END,
            has_any_column_privilege(c.oid, 'select'), c.relkind = 'p'
        FROM pg_catalog.pg_class c
        WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
        """;

    /// <summary>Which rows some partitions take. Columns: oid, SQL.</summary>
    public static Sql Bounds(IEnumerable<uint> partitions) =>
        $"""
            SELECT p.oid, coalesce(pg_get_partition_constraintdef(p.oid), 'true')
            FROM unnest({Parameter.Oids(partitions)}) AS p(oid)
            """;

    /// <summary>
    /// What columns of partitions may have of their own. Columns: oid, column, accepts NULL, has a default.
    /// </summary>
    public static Sql Columns(IEnumerable<uint> partitions) =>
        $"""
            SELECT a.attrelid, a.attname::text, NOT a.attnotnull, a.atthasdef OR a.attidentity <> ''
            FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = ANY ({Parameter.Oids(partitions)}) AND a.attnum > 0 AND NOT a.attisdropped
            """;

    public static Owned<string> ReadBounds(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), reader.GetString(1));

    public static Owned<Column> ReadColumn(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new Column(reader.GetString(1), "") { IsNullable = reader.GetBoolean(2), HasDefault = reader.GetBoolean(3) }
        );

    /// <returns>Null for a partition in a system schema.</returns>
    public static PartitionEntry? Read(NpgsqlDataReader reader, Dictionary<uint, Schema> schemas) =>
        schemas.TryGetValue(reader.GetFieldValue<uint>(2), out var schema)
            ? new(
                reader.GetFieldValue<uint>(1),
                new(
                    reader.GetFieldValue<uint>(0),
                    new Table(new TableName(schema.Name, reader.GetString(3)))
                    {
                        CanSelect = schema.CanUse && reader.GetBoolean(6),
                        CanInsert = schema.CanUse && reader.GetBoolean(7),
                        CanTruncate = reader.GetBoolean(8),
                        IsOwned = reader.GetBoolean(9),
                        CanUpdate = reader.GetBoolean(10),
                        Pages = reader.IsDBNull(11) ? null : reader.GetInt32(11),
                        EstimatedRows = reader.IsDBNull(12) ? null : reader.GetInt64(12),
                        CanSelectSome = schema.CanUse && reader.GetBoolean(13),
                        IsPartitioned = reader.GetBoolean(14),
                    }
                ),
                [.. reader.GetFieldValue<uint[]>(4).SkipLast(1)],
                [.. reader.GetFieldValue<string[]>(5).Select(Ordered)]
            )
            : null;

    /// <summary>
    /// Bounds of one level as a text whose ordinal order is theirs: numbers by their value, no lower bound first, and
    /// the default partition last.
    /// </summary>
    private static string Ordered(string bounds) =>
        bounds == "DEFAULT"
            ? "\uffff"
            : Digits()
                .Replace(bounds, digits => digits.Value.PadLeft(MostDigits, '0'))
                .Replace("MINVALUE", "\0", StringComparison.Ordinal);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
