using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using Reference = SnapshotSeed.Options.Reference;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>An import that goes on leaves out the rows to blame and what depends on them, and no others.</summary>
[Collection(OneServer.Name)]
public sealed class RowsLeftOut(PostgresFixture postgres)
{
    private const string No =
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this'; END $$";

    private static readonly ImportOptions Going = new() { KeepGoing = true };

    [SkippableTheory]
    [InlineData("UNIQUE (v)", "INSERT INTO t VALUES (99, 'v5')", RowProblemKind.Collision)]
    [InlineData(
        "UNIQUE (v) DEFERRABLE INITIALLY DEFERRED",
        "INSERT INTO t VALUES (99, 'v5')",
        RowProblemKind.Collision
    )]
    [InlineData(
        "UNIQUE (v, id)",
        "CREATE UNIQUE INDEX ON t (upper(v)); INSERT INTO t VALUES (99, 'V5')",
        RowProblemKind.Exclusion
    )]
    [InlineData("EXCLUDE (v WITH =)", "INSERT INTO t VALUES (99, 'v5')", RowProblemKind.Exclusion)]
    [InlineData(
        "EXCLUDE (v WITH =) DEFERRABLE INITIALLY DEFERRED",
        "INSERT INTO t VALUES (99, 'v5')",
        RowProblemKind.Exclusion
    )]
    [InlineData("UNIQUE (v)", "ALTER TABLE t ADD CHECK (v <> 'v5')", RowProblemKind.Check)]
    [InlineData(
        "UNIQUE (v)",
        $"{No}; CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW WHEN (new.v = 'v5') EXECUTE FUNCTION no()",
        RowProblemKind.Refused
    )]
    [InlineData(
        "UNIQUE (v)",
        $"{No}; CREATE TRIGGER no AFTER INSERT ON t FOR EACH ROW WHEN (new.v = 'v5') EXECUTE FUNCTION no()",
        RowProblemKind.Refused
    )]
    [InlineData(
        "UNIQUE (v)",
        "CREATE FUNCTION pass_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER pass_over BEFORE INSERT ON t FOR EACH ROW WHEN (new.v = 'v5') EXECUTE FUNCTION pass_over()",
        RowProblemKind.NotInserted
    )]
    [InlineData(
        "UNIQUE (v)",
        "CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t WHERE id = new.id; RETURN NULL; END $$; CREATE TRIGGER gone AFTER INSERT ON t FOR EACH ROW WHEN (new.v = 'v5') EXECUTE FUNCTION gone()",
        RowProblemKind.Lost
    )]
    [InlineData(
        "UNIQUE (v)",
        "ALTER TABLE t ADD w integer GENERATED ALWAYS AS (12 / (id - 5)) STORED",
        RowProblemKind.Refused
    )]
    [InlineData(
        "UNIQUE (v)",
        "ALTER TABLE t ADD w text DEFAULT 'x', ADD CHECK (w || v <> 'xv5')",
        RowProblemKind.Check
    )]
    [InlineData(
        "UNIQUE (v)",
        "CREATE TABLE codes (v text PRIMARY KEY); INSERT INTO codes SELECT 'v' || n FROM generate_series(1, 10) n WHERE n <> 5; ALTER TABLE t ADD FOREIGN KEY (v) REFERENCES codes",
        RowProblemKind.Dangling
    )]
    [InlineData(
        "UNIQUE (v)",
        "CREATE TABLE codes (v text PRIMARY KEY); INSERT INTO codes SELECT 'v' || n FROM generate_series(1, 10) n WHERE n <> 5; ALTER TABLE t ADD FOREIGN KEY (v) REFERENCES codes DEFERRABLE INITIALLY DEFERRED",
        RowProblemKind.Dangling
    )]
    public async Task One_row_is_to_blame_and_stays_out_alone(string constraint, string change, RowProblemKind kind)
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE t (id integer PRIMARY KEY, v text, {constraint}); CREATE TABLE c (id integer PRIMARY KEY, t integer REFERENCES t)",
            "INSERT INTO t SELECT n, 'v' || n FROM generate_series(1, 10) n; INSERT INTO c SELECT n, n FROM generate_series(1, 10) n"
        );
        await tables.Target.ExecuteAsync(change);

        var result = await tables.ImportAsync(Going);
        var again = await tables.ImportAsync(Going);

        Assert.Equal(["c 9 0 1", "t 9 0 1"], Counts(result));
        Assert.Equal(["c 0 9 1", "t 0 9 1"], Counts(again));
        Assert.Equal([(kind, "t.tsv", 6), (RowProblemKind.ParentNotLoaded, "c.tsv", 6)], result.Problems.Places());
        Assert.Empty(await tables.Target.DanglingAsync());
    }

    [SkippableTheory]
    [InlineData("d integer", "n", "5\t5\n", "5\tfive\n", RowProblemKind.Value)]
    [InlineData("d varchar(3)", "n", "5\t5\n", "5\tfive\n", RowProblemKind.Value)]
    [InlineData("d positive", "n", "5\t5\n", "5\t-5\n", RowProblemKind.Value)]
    [InlineData("d integer NOT NULL", "n", "5\t5\n", "5\t\\N\n", RowProblemKind.Null)]
    [InlineData("d integer UNIQUE", "n", "5\t5\n", "5\t4\n", RowProblemKind.Duplicate)]
    [InlineData(
        "d int4range, EXCLUDE USING gist (d WITH &&)",
        "int4range(n, n + 1)",
        "5\t[5,6)",
        "5\t[4,6)",
        RowProblemKind.Exclusion
    )]
    [InlineData("d integer", "n", "5\t5\n", "4\t5\n", RowProblemKind.Duplicate)]
    public async Task An_edited_row_stays_out_alone(
        string column,
        string value,
        string old,
        string edited,
        RowProblemKind kind
    )
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            $"CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE TABLE t (id integer PRIMARY KEY, {column})",
            $"INSERT INTO t SELECT n, {value} FROM generate_series(1, 10) n"
        );
        await tables.EditAsync("t.tsv", old, edited);

        var result = await tables.ImportAsync(Going);

        Assert.Equal(["t 9 0 1"], Counts(result));
        Assert.Equal([(kind, "t.tsv", 6)], result.Problems.Places());
    }

    [SkippableFact]
    public async Task A_long_chain_below_a_row_that_clashes_costs_no_more_statements_than_a_short_one()
    {
        Assert.Equal(await StatementsAsync(depth: 5), await StatementsAsync(depth: 95));
    }

    [SkippableTheory]
    [InlineData("CHECK (v > 0)", "SELECT")]
    [InlineData("UNIQUE (v)", "INSERT INTO t SELECT 1000 + n, -n FROM generate_series(1, 50) n")]
    public async Task Many_rows_to_blame_cost_no_more_statements_than_one(string constraint, string held)
    {
        var (one, many) = (await AskAsync(1), await AskAsync(50));
        Assert.Equal(one, many);

        async Task<int> AskAsync(int bad)
        {
            await using var tables = await Scenario.ExportedAsync(
                postgres,
                "CREATE TABLE t (id integer PRIMARY KEY, v integer)",
                $"INSERT INTO t SELECT n, CASE WHEN n <= {bad} THEN -n ELSE n END FROM generate_series(1, 100) n"
            );
            await tables.Target.ExecuteAsync($"ALTER TABLE t ADD {constraint}; {held}");
            return await StatementsAsync(tables, 100 - bad);
        }
    }

    [SkippableFact]
    public async Task Rows_in_a_ring_stay_out_together()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE a (id integer PRIMARY KEY, b integer);
            CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a);
            ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED
            """,
            """
            BEGIN; INSERT INTO a SELECT n, n FROM generate_series(1, 10) n; INSERT INTO b SELECT n, n FROM generate_series(1, 10) n; COMMIT
            """
        );
        await tables.Target.ExecuteAsync(
            $"{No}; CREATE TRIGGER no AFTER INSERT ON b FOR EACH ROW WHEN (new.id = 5) EXECUTE FUNCTION no()"
        );

        var result = await tables.ImportAsync(Going);

        Assert.Equal(["a 9 0 1", "b 9 0 1"], Counts(result));
    }

    [SkippableFact]
    public async Task A_row_that_a_deferred_trigger_rejects_stays_out_alone()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (id integer PRIMARY KEY)",
            "INSERT INTO t SELECT generate_series(1, 10)"
        );
        await tables.Target.ExecuteAsync(
            $"{No}; CREATE CONSTRAINT TRIGGER no AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.id = 5) EXECUTE FUNCTION no()"
        );

        var result = await tables.ImportAsync(Going);

        Assert.Equal(["t 9 0 1"], Counts(result));
        Assert.Equal([(RowProblemKind.Refused, "t.tsv", 6)], result.Problems.Places());
    }

    [SkippableFact]
    public async Task Rows_that_only_a_virtual_foreign_key_binds_to_a_row_left_out_stay_out_too()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (id integer PRIMARY KEY, code text UNIQUE); CREATE TABLE tags (id integer PRIMARY KEY, kind text, content integer)",
            """
            INSERT INTO items SELECT n, 'c' || n FROM generate_series(1, 10) n;
            INSERT INTO tags SELECT n, CASE WHEN n % 2 = 0 THEN 'item' ELSE 'other' END, n / 2 FROM generate_series(2, 20) n; INSERT INTO tags VALUES (99, 'item', 77)
            """
        );
        await tables.Target.ExecuteAsync("INSERT INTO items VALUES (99, 'c5')");

        var result = await tables.ImportAsync(
            Going with
            {
                References = [Reference.Parse("tags(content)", "items(id)", "kind = 'item'")],
            }
        );

        Assert.Equal(["items 9 0 1", "tags 19 0 1"], Counts(result));
        Assert.Equal(
            [(RowProblemKind.Collision, "items.tsv", 6), (RowProblemKind.ParentNotLoaded, "tags.tsv", 10)],
            result.Problems.Places()
        );
    }

    [SkippableFact]
    public async Task A_table_falls_as_a_whole_where_no_row_is_to_blame_and_its_present_rows_are_present()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(
            $"INSERT INTO customers VALUES (2, 'bob@example.org', 'Bob'); {No}; CREATE TRIGGER no BEFORE INSERT ON orders EXECUTE FUNCTION no()"
        );

        var run = await Tool.RunToEndAsync([
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--keep-going",
            "--verify",
        ]);

        TextAssert.Contains(
            run.Output,
            "customers: 2 new rows inserted, 1 skipped (already present",
            "orders: 0 new rows inserted, 4 not loaded",
            "orders: not this",
            "✗ orders: 0 of 4 rows present, 4 not loaded"
        );
        TextAssert.DoesNotContain(run.Output, "4 not loaded:", "probably deleted", "import the snapshot first");
    }

    [SkippableFact]
    public async Task Present_rows_are_no_reason_for_anything()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (id integer PRIMARY KEY, v integer UNIQUE)",
            "INSERT INTO t SELECT n, n FROM generate_series(1, 10) n"
        );
        await tables.Target.ExecuteAsync(
            "INSERT INTO t VALUES (1, 100), (2, 2), (99, 5); ALTER TABLE t ADD CHECK (v <> 1)"
        );

        var result = await tables.ImportAsync(Going);

        var table = Assert.Single(result.Tables);
        Assert.Equal((7, 2, 1, 1), (table.Inserted, table.Skipped, table.Different, table.Failed));
        Assert.Equal([(RowProblemKind.Collision, "t.tsv", 6)], result.Problems.Places());
    }

    [SkippableFact]
    public async Task Rows_that_are_there_under_fail_are_named_and_the_others_go_in()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync("INSERT INTO customers VALUES (2, 'bob@example.org', 'Bob')");

        var result = await shop.ImportAsync(Going with { OnConflict = ConflictMode.Fail });

        Assert.Equal([(RowProblemKind.AlreadyThere, "customers.tsv", 3)], result.Problems.Places());
        Assert.Contains("customers 2 1 0", Counts(result));
        TextAssert.Contains(result.ToString(), "Not everything was loaded:");
    }

    [SkippableFact]
    public async Task A_row_that_cannot_be_updated_is_named_and_the_others_are()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (id integer PRIMARY KEY, v text UNIQUE)",
            "INSERT INTO t SELECT n, 'v' || n FROM generate_series(1, 10) n"
        );
        await tables.Target.ExecuteAsync(
            """
            INSERT INTO t SELECT n, 'old' || n FROM generate_series(1, 6) n; INSERT INTO t VALUES (99, 'v3');
            CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER keep BEFORE UPDATE ON t FOR EACH ROW WHEN (new.id = 2) EXECUTE FUNCTION keep()
            """
        );

        var result = await tables.ImportAsync(Going with { OnConflict = ConflictMode.Update });

        var table = Assert.Single(result.Tables);
        Assert.Equal((4, 4, 2, 0), (table.Inserted, table.Updated, table.Skipped, table.Failed));
        Assert.Equal(
            [(RowProblemKind.Collision, "t.tsv", 4), (RowProblemKind.NotUpdated, "t.tsv", 3)],
            result.Problems.Places()
        );
        Assert.Equal(
            "old2 old3",
            await tables.Target.ScalarAsync("SELECT string_agg(v, ' ' ORDER BY id) FROM t WHERE v ~ 'old'")
        );
    }

    [SkippableFact]
    public async Task Of_rows_with_the_same_natural_key_the_first_stays()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """
            CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
            CREATE TABLE items (id serial PRIMARY KEY, code text NOT NULL UNIQUE, owner integer NOT NULL REFERENCES users)
            """,
            "SELECT 1"
        );
        HandWritten.Write(
            shop.Folder,
            """
            #users
            id name
            a ann
            b bob
            c ann
            #items
            id code owner
            1 x a
            2 y b
            3 z c
            """
        );

        var result = await shop.ImportAsync(Going with { Ids = IdMode.Assign });

        Assert.Equal(["items 2 0 1", "users 2 0 1"], Counts(result));
        Assert.Equal(
            [(RowProblemKind.Duplicate, "users.tsv", 4), (RowProblemKind.ParentNotLoaded, "items.tsv", 4)],
            result.Problems.Places()
        );
    }

    [SkippableFact]
    public async Task Large_files_lose_only_the_row_to_blame()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (id integer PRIMARY KEY, v integer UNIQUE)",
            "INSERT INTO t SELECT n, n FROM generate_series(1, 8000) n",
            new() { Limit = 8000 }
        );
        await tables.Target.ExecuteAsync("INSERT INTO t VALUES (9999, 77)");

        var result = await tables.ImportAsync(Going);

        Assert.Equal(["t 7999 0 1"], Counts(result));
        Assert.Equal([(RowProblemKind.Collision, "t.tsv", 78)], result.Problems.Places());
    }

    private async Task<int> StatementsAsync(int depth)
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (id integer PRIMARY KEY, v integer UNIQUE, up integer REFERENCES t)",
            "INSERT INTO t SELECT n, n, CASE WHEN n > 1 THEN n - 1 END FROM generate_series(1, 100) n",
            new() { Limit = 100 }
        );
        await tables.Target.ExecuteAsync($"INSERT INTO t VALUES (1000, {101 - depth})");
        return await StatementsAsync(tables, 100 - depth);
    }

    private static async Task<int> StatementsAsync(Scenario tables, int inserted)
    {
        var log = new StatementLog();
        await using var connection = await log.OpenAsync(tables.Target);
        var result = await new ImportRun(connection).ImportAsync(tables.Folder, Going);
        Assert.Equal(inserted, result.Tables.Sum(table => table.Inserted));
        return log.Statements.Count;
    }

    private static IEnumerable<string> Counts(ImportResult result) =>
        result
            .Tables.Select(table => $"{table.Table} {table.Inserted} {table.Skipped} {table.Failed}")
            .Order(StringComparer.Ordinal);
}
