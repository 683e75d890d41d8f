using System.Collections.Immutable;
using SnapshotSeed.Import.Execute;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>
/// Every phase in which a command can have to wait. In the others it cannot: all tables that an export reads are locked
/// once it has asked which are taken whole, and what a verification's references are looked up in, the transaction has locked before; settings and the search path touch no
/// table; a temporary table is nobody else's to lock once it is made.
/// </summary>
internal static class LockWaits
{
    // To make or drop a table is to write into the catalog.
    private const string Catalog = "LOCK TABLE pg_catalog.pg_class IN SHARE MODE";

    public static readonly ImmutableArray<LockWait> Export =
    [
        new("the catalog", "pg_catalog.pg_foreign_table", "LOCK TABLE pg_catalog.pg_foreign_table"),
        new("the migration's version", "\"schema_migrations\"", "LOCK TABLE schema_migrations"),
        new(
            "which tables are taken whole",
            "EXISTS (SELECT FROM ONLY \"public\".\"items\" r OFFSET",
            "LOCK TABLE items"
        ),
        new(
            "reading large values",
            "c.\"email\"",
            "DO 'BEGIN EXECUTE (SELECT format(''REINDEX INDEX %s'', i.indexrelid::regclass) FROM pg_class c JOIN pg_index i ON i.indrelid = c.reltoastrelid WHERE c.relname = ''letters''); END'"
        ),
    ];

    public static readonly ImmutableArray<LockWait> Import =
    [
        new("another import", "pg_try_advisory_xact_lock", ImportLock.Lock.ToString()) { Own = null },
        new("the catalog", "pg_catalog.pg_foreign_table", "LOCK TABLE pg_catalog.pg_foreign_table"),
        new("the migration's version", "\"schema_migrations\"", "LOCK TABLE schema_migrations"),
        new("emptying by TRUNCATE", "TRUNCATE ", "LOCK TABLE numbers IN ACCESS SHARE MODE")
        {
            Options = ["--truncate-first"],
        },
        new("asking who references what is emptied", "SELECT EXISTS (SELECT FROM ONLY", "LOCK TABLE orders")
        {
            Options = ["--truncate-first", "--tables", "customers"],
        },
        new("locking out references to what is emptied", "LOCK TABLE", "LOCK TABLE customers IN SHARE MODE")
        {
            Options = ["--truncate-first", "--tables", "customers"],
        },
        new("a temporary table", "CREATE TEMPORARY TABLE", Catalog),
        new("inserting what was copied", "INSERT INTO \"public\".\"numbers\"", "LOCK TABLE numbers IN SHARE MODE"),
        new(
            "inserting a row that another session inserts",
            "INSERT INTO \"public\".\"customers\"",
            "INSERT INTO customers (id, email) VALUES (2, 'other@example.org')"
        ),
        new(
            "inserting a reference to a row that another session deletes",
            "INSERT INTO \"public\".\"orders\"",
            "DELETE FROM customers WHERE id = 1"
        ),
        new("inserting small tables", "INSERT INTO \"public\".\"items\"", "LOCK TABLE items IN SHARE MODE"),
        new("inserting a cycle", "INSERT INTO \"public\".\"b\"", "LOCK TABLE b IN SHARE MODE"),
        new("dropping the temporary table", "DROP TABLE pg_temp", Catalog),
        new("the sequences", "SELECT setval(", "ALTER SEQUENCE customers_id_seq INCREMENT 2"),
    ];

    public static readonly ImmutableArray<LockWait> Diagnosis =
    [
        new("unique values that others hold", "SELECT s.line, pg_catalog.concat_ws", "LOCK TABLE customers")
        {
            Own = "pg_catalog.pg_inherits",
        },
        new("dangling references", "AND NOT EXISTS (SELECT FROM ONLY", "LOCK TABLE b")
        {
            Own = "pg_catalog.pg_inherits",
        },
    ];

    public static readonly ImmutableArray<LockWait> Verification =
    [
        new("the catalog", "pg_catalog.pg_foreign_table", "LOCK TABLE pg_catalog.pg_foreign_table"),
        new("a temporary table", "CREATE TEMPORARY TABLE", Catalog),
        new("comparing", "compared AS", "LOCK TABLE items"),
        new("the sequences", "FROM pg_sequence WHERE", "ALTER SEQUENCE customers_id_seq RENAME TO other"),
    ];
}
