namespace SnapshotSeed.Catalog;

/// <summary>
/// The catalog queries. Only pg_catalog: information_schema shows a role that may only SELECT no key at all, and is
/// thousands of times slower. Columns that came with a later server than the oldest supported one are read through
/// to_jsonb, which yields NULL where they are missing.
/// </summary>
internal static class CatalogSql
{
    private const string IsOfExtension = """
        EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e')
        """;

    private const string AllTables = """
        c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
            AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp_)'
        """;

    private const string UserTables = $"{AllTables} AND NOT {IsOfExtension}";

    /// <summary>What a database and its standbys have in common.</summary>
    public const string Identifier = """
        SELECT pg_catalog.concat(s.system_identifier, '/', d.oid)
        FROM pg_catalog.pg_control_system() s CROSS JOIN pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
        """;

    /// <summary>Name, may create temporary tables.</summary>
    public const string Identity = """
        SELECT current_database()::text,
            has_database_privilege(d.oid, 'temporary') AND current_setting('transaction_read_only') = 'off'
        FROM pg_catalog.pg_database d WHERE d.datname = current_database()
        """;

    /// <summary>
    /// Oid, schema, name, partitioned, may select, may select some column, row level security applies, may insert, may
    /// truncate, allows ON CONFLICT, has INSERT rules, has triggers that fire on INSERT, pages and rows (both as of the
    /// last ANALYZE, NULL before the first; asking for the present size would wait for a lock), is unlogged and so not
    /// on this standby, belongs to an extension. What a partition has counts for its root, through which the rows come.
    /// </summary>
    public const string Tables = $"""
        SELECT c.oid, n.nspname::text, c.relname::text, c.relkind = 'p',
            has_schema_privilege(n.oid, 'usage') AND has_table_privilege(c.oid, 'select'),
            has_schema_privilege(n.oid, 'usage') AND has_any_column_privilege(c.oid, 'select'),
            row_security_active(c.oid),
            has_schema_privilege(n.oid, 'usage') AND has_table_privilege(c.oid, 'insert'),
            has_table_privilege(c.oid, 'truncate'),
            c.oid NOT IN (SELECT coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid)
                FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x') AND k.condeferrable)
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type IN ('2', '3')),
            EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '3'),
            c.oid IN (SELECT coalesce(pg_partition_root(g.tgrelid)::oid, g.tgrelid)
                FROM pg_catalog.pg_trigger g WHERE NOT g.tgisinternal AND g.tgtype & 4 <> 0 AND g.tgenabled IN ('O', 'A')),
            CASE WHEN c.relkind = 'r' AND c.reltuples > 0 THEN c.relpages END,
            CASE WHEN c.reltuples > 0 THEN c.reltuples::bigint END,
            pg_is_in_recovery() AND c.oid IN (SELECT coalesce(pg_partition_root(u.oid)::oid, u.oid) FROM pg_catalog.pg_class u WHERE u.relpersistence = 'u'),
            {IsOfExtension}
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE {AllTables}
        ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
        """;

    /// <summary>
    /// Table, name, type, bare type, not null (a NOT NULL that is NOT VALID, of PostgreSQL 18, says nothing of the rows
    /// that are there), identity, generated, has a default, may select, linguistic order, is a domain, has a cast from
    /// text, is orderable, orders by a collation that it does not show: jsonb, composite types and ranges of text;
    /// COLLATE of a collation that is not its base type's.</summary>
    public const string Columns = $"""
        SELECT a.attrelid, a.attname::text, format_type(a.atttypid, a.atttypmod),
            quote_ident(b.nspname) || '."' || replace(b.typname, '"', '""') || '"',
            a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated AND a.attnum = ANY (k.conkey)),
            a.attidentity::text, a.attgenerated <> '', a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
            has_column_privilege(c.oid, a.attnum, 'select'),
            a.attcollation <> 0 AND NOT (
                l.collname IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8', 'ucs_basic', 'pg_c_utf8')
                OR l.collprovider = 'd' AND (coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'b'
                    OR coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c' AND d.datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8'))),
            t.typtype = 'd',
            EXISTS (SELECT FROM pg_catalog.pg_cast x WHERE x.casttarget = b.oid AND x.castmethod = 'f' AND (x.oid >= 16384 OR b.oid = 'regclass'::pg_catalog.regtype)
                AND x.castsource IN ('text'::pg_catalog.regtype, 'varchar'::pg_catalog.regtype, 'bpchar'::pg_catalog.regtype)),
            t.typtype IN ('e', 'r', 'm') OR t.typname IN ('varchar', 'cidr') OR EXISTS (SELECT FROM pg_catalog.pg_opclass o
                JOIN pg_catalog.pg_am am ON am.oid = o.opcmethod AND am.amname = 'btree' WHERE o.opcintype = t.oid AND o.opcdefault),
            b.oid = 'jsonb'::pg_catalog.regtype OR b.typtype = 'c' OR EXISTS (SELECT FROM pg_catalog.pg_range g WHERE g.rngtypid = b.oid AND g.rngcollation <> 0),
            CASE WHEN a.attcollation NOT IN (0, b.typcollation) THEN ' COLLATE ' || quote_ident(ln.nspname) || '."' || replace(l.collname, '"', '""') || '"' ELSE '' END
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        CROSS JOIN LATERAL (
            WITH RECURSIVE b AS (
                SELECT t.oid, t.typname, t.typnamespace, t.typtype, t.typbasetype, t.typcollation
                UNION ALL SELECT u.oid, u.typname, u.typnamespace, u.typtype, u.typbasetype, u.typcollation FROM b JOIN pg_catalog.pg_type u ON b.typtype = 'd' AND u.oid = b.typbasetype)
            SELECT b.oid, b.typname, b.typtype, b.typcollation, tn.nspname FROM b JOIN pg_catalog.pg_namespace tn ON tn.oid = b.typnamespace WHERE b.typtype <> 'd') b
        JOIN pg_catalog.pg_database d ON d.datname = current_database()
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND {UserTables}
        ORDER BY a.attrelid, a.attnum
        """;

    /// <summary>
    /// Table, name and definition of the domains and composite types that its stored columns consist of, however deep:
    /// within each other, arrays and ranges.
    /// </summary>
    public const string Types = $"""
        WITH RECURSIVE uses AS (
            SELECT a.attrelid, a.atttypid AS type
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid >= 16384 AND {UserTables}
            UNION
            SELECT u.attrelid, p.type
            FROM uses u JOIN pg_catalog.pg_type t ON t.oid = u.type
            CROSS JOIN LATERAL (
                SELECT t.typelem AS type WHERE t.typcategory = 'A'
                UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
                UNION ALL SELECT f.atttypid FROM pg_catalog.pg_attribute f WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
                UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE t.typtype IN ('r', 'm') AND (r.rngtypid = t.oid OR (to_jsonb(r) ->> 'rngmultitypid')::oid = t.oid)) p
            WHERE p.type >= 16384)
        SELECT u.attrelid, format_type(t.oid, NULL), CASE t.typtype
            WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod)
            ELSE (SELECT concat('(', string_agg(concat(quote_ident(f.attname), ' ', format_type(f.atttypid, f.atttypmod)), ', ' ORDER BY f.attnum), ')')
                FROM pg_catalog.pg_attribute f WHERE f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped) END
        FROM uses u JOIN pg_catalog.pg_type t ON t.oid = u.type
        WHERE t.typtype IN ('d', 'c')
        """;

    /// <summary>
    /// Table, name, key columns, primary, equality operators, nulls are equal, collations: unique indexes over plain
    /// columns, the primary key first.
    /// </summary>
    public const string Keys = $"""
        SELECT i.indrelid, x.relname::text, k.columns, i.indisprimary, k.operators,
            coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false), k.collations
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
            SELECT array_agg(a.attname::text ORDER BY p.position) AS columns,
                array_agg('OPERATOR(' || coalesce(quote_ident(en.nspname) || '.' || e.oprname, 'pg_catalog.=') || ')' ORDER BY p.position) AS operators,
                array_agg(CASE WHEN p.indexcollation <> a.attcollation THEN ' COLLATE ' || quote_ident(ln.nspname) || '."' || replace(l.collname, '"', '""') || '"' ELSE '' END
                    ORDER BY p.position) AS collations
            FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[]) WITH ORDINALITY AS p(attnum, opclass, indexcollation, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
            JOIN pg_catalog.pg_opclass o ON o.oid = p.opclass
            LEFT JOIN pg_catalog.pg_amop m ON m.amopfamily = o.opcfamily AND m.amopstrategy = 3
                AND m.amoplefttype = o.opcintype AND m.amoprighttype = o.opcintype
                AND o.opcmethod = (SELECT am.oid FROM pg_catalog.pg_am am WHERE am.amname = 'btree')
            LEFT JOIN pg_catalog.pg_operator e ON e.oid = m.amopopr
            LEFT JOIN pg_catalog.pg_namespace en ON en.oid = e.oprnamespace
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = p.indexcollation
            LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
            WHERE p.position <= i.indnkeyatts) k
        WHERE i.indisunique AND i.indisvalid AND i.indislive AND i.indpred IS NULL AND i.indexprs IS NULL AND {UserTables}
        ORDER BY i.indrelid, i.indisprimary DESC, x.relname COLLATE "C"
        """;

    /// <summary>
    /// Name, table, columns, referenced table, referenced columns, validated, operators, the leaves that alone it
    /// binds, temporal, collations, the leaves that alone are referenced, enforced, match full. Constraints that
    /// partitions inherit (conparentid) are left out; one that is declared on a partition, at whatever level, counts
    /// for the root. Those of one name stand in the order of the partitions' names, since oids change from database to
    /// database.
    /// </summary>
    public const string ForeignKeys = """
        SELECT k.conname::text, coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid), k.columns,
            coalesce(pg_partition_root(k.confrelid)::oid, k.confrelid), k.referenced,
            k.convalidated AND e.declared, k.operators,
            CASE WHEN r.relispartition THEN ARRAY(SELECT t.relid::oid FROM pg_partition_tree(k.conrelid) t WHERE t.isleaf ORDER BY 1) END, coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false),
            k.collations, CASE WHEN s.relispartition THEN ARRAY(SELECT t.relid::oid FROM pg_partition_tree(k.confrelid) t WHERE t.isleaf ORDER BY 1) END,
            e.declared AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgconstraint = k.oid AND g.tgrelid = k.conrelid AND g.tgenabled IN ('D', 'R')),
            k.confmatchtype = 'f'
        FROM (
            SELECT k.*, p.columns, p.referenced, p.operators, p.collations
            FROM pg_catalog.pg_constraint k
            CROSS JOIN LATERAL (
                SELECT array_agg(a.attname::text ORDER BY p.position) AS columns,
                    array_agg(b.attname::text ORDER BY p.position) AS referenced,
                    array_agg('OPERATOR(' || quote_ident(en.nspname) || '.' || e.oprname || ')' ORDER BY p.position) AS operators,
                    array_agg(CASE WHEN a.attcollation <> b.attcollation AND b.attcollation <> 0
                        THEN ' COLLATE ' || quote_ident(ln.nspname) || '."' || replace(l.collname, '"', '""') || '"' ELSE '' END ORDER BY p.position) AS collations
                FROM unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY AS p(attnum, referenced, operator, position)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum
                JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = p.referenced
                JOIN pg_catalog.pg_operator e ON e.oid = p.operator
                JOIN pg_catalog.pg_namespace en ON en.oid = e.oprnamespace
                LEFT JOIN pg_catalog.pg_collation l ON l.oid = b.attcollation
                LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace) p
            WHERE k.contype = 'f' AND k.conparentid = 0) k
        JOIN pg_catalog.pg_class r ON r.oid = k.conrelid
        JOIN pg_catalog.pg_class s ON s.oid = k.confrelid
        CROSS JOIN LATERAL (SELECT coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS declared) e
        ORDER BY k.conrelid::regclass::text COLLATE "C", k.conname COLLATE "C"
        """;

    /// <summary>
    /// Schema and name of the sequence, table, column, descending, may read, may move, gives the column its numbers as
    /// they are. Owned sequences depend on their column (automatic or internal); one that a default merely names is
    /// found through the default's dependencies. What feeds a column of a partition counts for the root. Table and
    /// column are NULL where it feeds none.
    /// </summary>
    public const string Sequences = """
        SELECT DISTINCT n.nspname::text COLLATE "C", s.relname::text COLLATE "C", coalesce(pg_partition_root(f.attrelid)::oid, f.attrelid), a.attname::text COLLATE "C",
            q.seqincrement < 0,
            has_schema_privilege(n.oid, 'usage') AND has_sequence_privilege(s.oid, 'select'),
            has_schema_privilege(n.oid, 'usage') AND has_sequence_privilege(s.oid, 'update'),
            NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef v WHERE v.adrelid = f.attrelid AND v.adnum = f.attnum
                AND pg_get_expr(v.adbin, v.adrelid) ~ 'nextval' AND pg_get_expr(v.adbin, v.adrelid) !~ '^\(?nextval\(''([^'']|'''')*''::regclass\)\)?(::(smallint|integer|bigint|numeric))?$')
        FROM pg_catalog.pg_class s
        JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
        JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
        LEFT JOIN (
            SELECT d.objid AS sequence, d.refobjid AS attrelid, d.refobjsubid AS attnum
            FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
            UNION
            SELECT d.refobjid, v.adrelid, v.adnum
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef v ON v.oid = d.objid
            WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass) f ON f.sequence = s.oid
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = f.attrelid AND a.attnum = f.attnum
        WHERE s.relkind = 'S' AND s.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
            WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = s.oid AND e.deptype = 'e')
        ORDER BY 1, 2, 3, 4
        """;

    /// <summary>
    /// Root, schema and name of the partitions that are foreign tables, and the database that their rows are in, as far
    /// as their server's options tell.
    /// </summary>
    public const string ForeignPartitions = """
        SELECT pg_partition_root(f.oid)::oid, n.nspname::text, f.relname::text,
            (SELECT o.option_value FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name = 'dbname')
        FROM pg_catalog.pg_class f JOIN pg_catalog.pg_namespace n ON n.oid = f.relnamespace
        JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = f.oid JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
        WHERE f.relkind = 'f' AND f.relispartition
        ORDER BY n.nspname COLLATE "C", f.relname COLLATE "C"
        """;

    /// <summary>
    /// Table, name, expression of the CHECK constraints that are enforced, and of NOT NULL where it is NOT VALID.
    /// </summary>
    public const string Checks = """
        SELECT k.conrelid, k.conname::text, coalesce(pg_get_expr(k.conbin, k.conrelid),
            (SELECT quote_ident(a.attname) || ' IS NOT NULL' FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]))
        FROM pg_catalog.pg_constraint k
        WHERE (k.contype = 'c' OR k.contype = 'n' AND NOT k.convalidated) AND k.conrelid <> 0 AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
        ORDER BY k.conrelid, k.conname COLLATE "C"
        """;
}
