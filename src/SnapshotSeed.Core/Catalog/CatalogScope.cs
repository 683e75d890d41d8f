using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>
/// Which tables the catalog queries look at. Only pg_catalog: information_schema shows a role that may only SELECT no
/// key at all, and is thousands of times slower. Columns that came with a later server than the oldest supported one
/// are read through to_jsonb, which yields NULL where they are missing.
/// </summary>
internal static class CatalogScope
{
    /// <summary>Condition: the relation <c>c</c> belongs to an extension.</summary>
    public static readonly Sql IsOfExtension = $"""
        EXISTS (SELECT FROM pg_depend e
            WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
        """;

    /// <summary>
    /// The tables in which extensions keep the rows of others, such as the chunks of a hypertable: they inherit from these,
    /// and their schema is the extension's. Oid, and that of the table that has the rows.
    /// </summary>
    public static readonly Sql Chunks = $"""
        SELECT h.inhrelid, h.inhparent
        FROM pg_inherits h
        JOIN pg_class k ON k.oid = h.inhrelid AND NOT k.relispartition
        JOIN pg_depend e ON e.classid = 'pg_namespace'::regclass AND e.objid = k.relnamespace AND e.deptype = 'e'
        """;

    /// <summary>
    /// Condition: the relation <c>c</c> in the schema <c>n</c> is a table of its own, outside the system.
    /// </summary>
    public static readonly Sql AllTables = $"""
        c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
            AND c.oid NOT IN (SELECT k.inhrelid FROM ({Chunks}) k)
            AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
        """;

    /// <summary>Condition: and no extension's, but for those whose rows users may add to.</summary>
    public static readonly Sql UserTables = $"""
        {AllTables}
            AND (NOT {IsOfExtension} OR c.oid IN (SELECT unnest(x.extconfig) FROM pg_catalog.pg_extension x))
        """;
}
