using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>Every phase in which a command talks to the server. A new one is one more line.</summary>
internal static class Phases
{
    public static readonly ImmutableArray<Phase> Export =
    [
        new("the session's settings", "transaction_read_only"),
        new("the catalog", "pg_catalog.pg_constraint"),
        new("the migration's version", "\"schema_migrations\""),
        new("which tables are taken whole", "EXISTS (SELECT FROM ONLY \"public\".\"items\" r OFFSET"),
        new("the candidates", "c.is_open"),
        new("what rows of a cycle need", "WITH RECURSIVE needed"),
        new("the rows, as they are read", "c.\"email\""),
        new("looking for rewritten tables", "pg_relation_filenode"),
        new("how many rows there are to be asked for", "SELECT count(*) FROM (SELECT FROM ONLY")
        {
            Options = ["--table-limit", "orders=5"],
        },
    ];

    public static readonly ImmutableArray<Phase> Import =
    [
        new("the session's settings", "DateStyle"),
        new("the lock", "pg_try_advisory_xact_lock"),
        new("the catalog", "pg_catalog.pg_constraint"),
        new("the migration's version", "\"schema_migrations\""),
        new("emptying by TRUNCATE", "TRUNCATE ") { Options = ["--truncate-first"] },
        new("locking out references to what is emptied", "LOCK TABLE")
        {
            Options = ["--truncate-first", "--tables", "customers"],
        },
        new("asking who references what is emptied", "SELECT EXISTS (SELECT FROM ONLY")
        {
            Options = ["--truncate-first", "--tables", "customers"],
        },
        new("emptying by DELETE", "DELETE FROM") { Options = ["--truncate-first", "--tables", "customers"] },
        new("a temporary table", "CREATE TEMPORARY TABLE"),
        new("copying into it", "COPY pg_temp"),
        new("the middle of copying", "\n4000\n"),
        new("inserting what was copied", "INSERT INTO \"public\".\"numbers\""),
        new("looking for rows that are there", "SELECT EXISTS (SELECT FROM ONLY \"public\".\"items\")"),
        new("inserting small tables", "INSERT INTO \"public\".\"items\""),
        new("inserting a cycle", "INSERT INTO \"public\".\"b\""),
        new("dropping the temporary table", "DROP TABLE pg_temp"),
    ];

    /// <summary>A sequence does not go back with a rollback. One that is ahead harms nobody.</summary>
    public static readonly ImmutableArray<Phase> LastOfImport =
    [
        new("deferred constraints", "SET CONSTRAINTS"),
        new("the sequences", "SELECT setval("),
        new("the commit", "COMMIT\0"),
    ];

    /// <summary>
    /// Of an import of rows that the target refuses: what is wrong with them is found out after the rollback.
    /// </summary>
    public static readonly ImmutableArray<Phase> Diagnosis =
    [
        new("beginning anew", "SET LOCAL enable_nestloop"),
        new("bad values", "SELECT u.place"),
        new("duplicates", "(array_agg(s.line"),
        new("dangling references", "AND NOT EXISTS (SELECT FROM ONLY"),
        new("violated checks", "SELECT \"line \""),
    ];

    public static readonly ImmutableArray<Phase> Verification =
    [
        new("the session's settings", "DateStyle"),
        new("the catalog", "pg_catalog.pg_constraint"),
        new("a temporary table", "CREATE TEMPORARY TABLE"),
        new("copying into it", "COPY pg_temp"),
        new("comparing", "compared AS"),
        new("the references", "AND NOT EXISTS (SELECT FROM ONLY"),
        new("the sequences", "FROM pg_sequence WHERE"),
    ];
}
