using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>
/// Which tables the catalog queries look at. Only pg_catalog: information_schema shows a role that may only SELECT no
/// key at all, and is thousands of times slower. The statements join little: in a new session
/// PostgreSQL plans a join of seven catalogs for longer than it takes to read them.
/// </summary>
internal static class CatalogScope
{
    /// <summary>Condition: the relation <c>c</c> belongs to an extension.</summary>
    public static readonly Sql IsOfExtension = $"""
        c.oid IN (SELECT e.objid FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.deptype = 'e')
        """;

    private static readonly Sql SchemasOfExtensions = $"""
        SELECT e.objid FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass AND e.deptype = 'e'
        """;

    /// <summary>
    /// The tables in which extensions keep the rows of others, such as the chunks of a hypertable: they inherit from these,
    /// and their schema is the extension's. Oid, and that of the table that has the rows.
    /// </summary>
    public static readonly Sql Chunks = $"""
        SELECT h.inhrelid, h.inhparent
        FROM pg_inherits h
        JOIN pg_class k ON k.oid = h.inhrelid AND NOT k.relispartition
        WHERE k.relnamespace IN ({SchemasOfExtensions})
        """;

    /// <summary>
    /// Condition: the relation <c>c</c> is a table of its own. Oids below 16384 are the system's; of what is left in its
    /// schemas the client knows.
    /// </summary>
    public static readonly Sql Tables = $"""
        c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND c.oid >= 16384
            AND NOT (c.oid IN (SELECT h.inhrelid FROM pg_inherits h) AND c.relnamespace IN ({SchemasOfExtensions}))
        """;

    /// <summary>Expression: the full name, as quoted SQL, of what is in the schema <c>n</c>.</summary>
    public static Sql FullName(Sql name) => $"quote_ident(n.nspname) || '.\"' || replace({name}, '\"', '\"\"') || '\"'";

    /// <summary>
    /// Expression: a column that came with a later server than the oldest supported one. Where its row has no such column,
    /// the name is that of the query around. To make JSON of the row, which knows its columns as well, takes forty times as
    /// long.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The alias of its row.</param>
    /// <param name="otherwise">What servers without the column would have in it.</param>
    public static Sql Newer(Sql column, Sql row, Sql otherwise) =>
        $"(SELECT (SELECT {column} FROM (SELECT {row}.*) newer) FROM (SELECT {otherwise} AS {column}) older)";

    /// <summary>Query: the operator with an oid, as SQL calls it.</summary>
    public static Sql OperatorOf(Sql oid) =>
        $"""
            SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || e.oprname || ')'
            FROM pg_catalog.pg_operator e JOIN pg_catalog.pg_namespace n ON n.oid = e.oprnamespace
            WHERE e.oid = {oid}
            """;

    /// <summary>Query: the COLLATE of a collation, by its oid.</summary>
    public static Sql CollateOf(Sql oid) =>
        $"""
            SELECT ' COLLATE ' || {FullName($"l.collname")}
            FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
            WHERE l.oid = {oid}
            """;
}
