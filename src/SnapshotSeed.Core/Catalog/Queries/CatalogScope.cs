using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>
/// Only pg_catalog: information_schema hides keys from a role that may only SELECT, and is thousands of times slower.
/// Few joins: in a new session PostgreSQL plans a join of seven catalogs for longer than it reads them.
/// </summary>
internal static class CatalogScope
{
    /// <summary>The relation <c>c</c> belongs to an extension.</summary>
    public static readonly Sql IsOfExtension = $"""
        c.oid IN (SELECT e.objid FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.deptype = 'e')
        """;

    private static readonly Sql SchemasOfExtensions = $"""
        SELECT e.objid FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass AND e.deptype = 'e'
        """;

    /// <summary>
    /// Columns: oid of a table in which an extension keeps rows of another table, such as a chunk of a hypertable; oid
    /// of that other table.
    /// </summary>
    public static readonly Sql Chunks = $"""
        SELECT h.inhrelid, h.inhparent
        FROM pg_inherits h
        JOIN pg_class k ON k.oid = h.inhrelid AND NOT k.relispartition
        WHERE k.relnamespace IN ({SchemasOfExtensions})
        """;

    /// <summary>The relation <c>c</c> is a table of its own. Oids below 16384 belong to the system.</summary>
    public static readonly Sql Tables = $"""
        c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND c.oid >= 16384
            AND NOT (c.oid IN (SELECT h.inhrelid FROM pg_inherits h) AND c.relnamespace IN ({SchemasOfExtensions}))
        """;

    /// <summary>The name, as quoted SQL, of an object in the schema <c>n</c>.</summary>
    public static Sql FullName(Sql name) => $"quote_ident(n.nspname) || '.\"' || replace({name}, '\"', '\"\"') || '\"'";

    /// <summary>
    /// A column that older supported servers lack. If the row has no such column, its name means the column of the
    /// outer query. Converting the row to JSON instead would take forty times as long.
    /// </summary>
    public static Sql Newer(Sql column, Sql row, Sql otherwise) =>
        $"(SELECT (SELECT {column} FROM (SELECT {row}.*) newer) FROM (SELECT {otherwise} AS {column}) older)";

    public static Sql OperatorOf(Sql oid) =>
        $"""
            SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || e.oprname || ')'
            FROM pg_catalog.pg_operator e JOIN pg_catalog.pg_namespace n ON n.oid = e.oprnamespace
            WHERE e.oid = {oid}
            """;

    public static Sql CollateOf(Sql oid) =>
        $"""
            SELECT ' COLLATE ' || {FullName($"l.collname")}
            FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
            WHERE l.oid = {oid}
            """;
}
