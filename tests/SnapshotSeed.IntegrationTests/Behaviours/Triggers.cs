using Npgsql;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Triggers(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task That_change_a_row_are_found_by_verify()
    {
        await using var shop = await WithTriggerAsync("NEW.name := upper(NEW.name); RETURN NEW");

        var run = await Tool.RunVerbAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder, "--verify");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("3", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
        var check = (await shop.VerifyAsync()).Tables.Single(table => !table.Succeeded);
        Assert.Equal(("customers", 0, 1), (check.Table, check.Missing, check.Different));
        Assert.Equal<string>(["id = 1"], check.DifferentKeys);
        TextAssert.Contains(
            run.Output,
            "Triggers of the target changed rows while they were loaded: customers 1 row. Use --triggers off",
            "different: id = 1 in name (changed by a trigger of the target during the import; use --triggers off)"
        );
        await shop.Target.ExecuteAsync("TRUNCATE customers CASCADE");
        var off = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--verify",
            "--triggers",
            "off"
        );
        Assert.Equal(0, off.ExitCode);
        TextAssert.DoesNotContain(off.Output, "rigger");
    }

    [SkippableFact]
    public async Task That_change_a_row_as_it_is_updated_are_told_from_later_changes()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(
            """
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$;
            CREATE TRIGGER meddle BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION meddle();
            ALTER TABLE customers DISABLE TRIGGER meddle;
            UPDATE customers SET name = 'x' WHERE id = 1; UPDATE items SET product = 'x' WHERE line = 2;
            ALTER TABLE customers ENABLE TRIGGER meddle
            """
        );
        var options = new ImportOptions { Tables = { ["customers"] = new() { OnConflict = ConflictMode.Update } } };
        await using var connection = await shop.Target.OpenAsync();

        var result = await new ImportRun(connection).ImportAsync(shop.Folder, options);
        var report = await SnapshotImporter.VerifyAsync(connection, result);

        Assert.Equal(
            ["customers 1 1", "items 0 0", "orders 0 0"],
            result
                .Tables.OrderBy(table => table.Table, StringComparer.Ordinal)
                .Select(table => $"{table.Table} {table.Updated} {table.ChangedByTriggers}")
        );
        Assert.Equal(
            ["customers 1 1", "items 2 0"],
            report
                .Tables.Where(table => !table.Succeeded)
                .OrderBy(table => table.Table, StringComparer.Ordinal)
                .Select(table => $"{table.Table} {table.Different} {table.ChangedByTriggers}")
        );
    }

    [SkippableFact]
    public async Task That_swallow_a_row_make_the_import_fail()
    {
        await using var shop = await WithTriggerAsync("IF NEW.id = 2 THEN RETURN NULL; END IF; RETURN NEW");
        await shop.Target.ExecuteAsync("ALTER TABLE orders DROP CONSTRAINT orders_customer");

        var refusal = await shop.RefusalAsync();

        Assert.Equal((RowProblemKind.NotInserted, "customers.tsv", 3), refusal.Problem().Place());
        Assert.Equal(("id = 2", 1), (refusal.Problem().Key, refusal.Problem().Count));
        TextAssert.Contains(refusal.Hint, "Triggers = false");
    }

    [SkippableTheory]
    [InlineData("DELETE FROM t WHERE id = NEW.id")]
    [InlineData("UPDATE t SET id = id + 100 WHERE id = NEW.id")]
    public async Task That_delete_a_row_or_change_its_key_once_it_is_in_make_the_import_fail(string action)
    {
        await using var table = await AfterInsertAsync("id integer PRIMARY KEY, v text", action);

        TextAssert.Contains((await table.RefusalAsync()).Message, "t", "id", "2", "trigger");
    }

    [SkippableFact]
    public async Task That_delete_rows_without_a_key_are_named()
    {
        await using var table = await AfterInsertAsync("id integer, v text", "DELETE FROM t WHERE id = 1");

        var run = await Tool.RunToEndAsync("import", "--target", table.Target.Url, "--snapshot", table.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["t 1"], run.Log.Of(nameof(Log.ChangedWithoutKey), "Table", "Rows"));
    }

    [SkippableFact]
    public async Task That_change_other_columns_once_the_row_is_in_are_fine()
    {
        await using var table = await AfterInsertAsync(
            "id integer PRIMARY KEY, v text",
            "UPDATE t SET v = 'b' WHERE id = NEW.id"
        );

        await table.ImportAsync();

        Assert.Equal(
            (0, 2),
            (await table.ImportAsync()).Tables.Select(result => ((int)result.Inserted, (int)result.Different)).Single()
        );
    }

    [SkippableFact]
    public async Task That_raise_an_error_make_the_import_fail_with_what_they_say()
    {
        await using var shop = await WithTriggerAsync(
            "IF NEW.id = 2 THEN RAISE EXCEPTION 'we are closed'; END IF; RETURN NEW"
        );

        var run = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        AssertRefused(run, "customers.tsv", 3, "id = 2");
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }

    [SkippableTheory]
    [InlineData("BEFORE", 5000)]
    [InlineData("AFTER", 40)]
    [InlineData("AFTER", 5000)]
    public async Task That_raise_an_error_are_told_with_the_line_and_with_what_else_is_wrong(string time, int refused)
    {
        await using var lists = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a); CREATE TABLE c (id integer PRIMARY KEY CHECK (id > 0), b integer REFERENCES b)",
            "INSERT INTO a SELECT generate_series(1, 50); INSERT INTO b SELECT n, n % 50 + 1 FROM generate_series(1, 5500) n; INSERT INTO c VALUES (1, 1)",
            new ExportOptions { Limit = 6000 }
        );
        await lists.Target.ExecuteAsync(
            $"""
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id >= {refused} THEN RAISE EXCEPTION 'enough'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER meddle {time} INSERT ON b FOR EACH ROW EXECUTE FUNCTION meddle()
            """
        );
        await lists.EditAsync("c.tsv", "1\t", "-1\t");

        var refusal = await lists.RefusalAsync();
        Assert.Equal(
            [(RowProblemKind.Check, "c.tsv", 2), (RowProblemKind.Refused, "b.tsv", refused + 1)],
            refusal.Problems.Places()
        );
        Assert.Equal($"id = {refused}", refusal.Problems[1].Key);
        Assert.Equal("meddle()", Assert.IsType<StatementException>(refusal.InnerException).Function);
    }

    [SkippableTheory]
    [InlineData(
        "a text, id integer PRIMARY KEY",
        "AFTER",
        "IF NOT EXISTS (SELECT FROM t WHERE id = 21 - NEW.id) THEN RAISE EXCEPTION 'no partner'; END IF; IF NEW.id = 15 THEN RAISE EXCEPTION 'fifteen'; END IF"
    )]
    [InlineData(
        "a text, id integer",
        "BEFORE",
        "IF NEW.id = 3 AND EXISTS (SELECT FROM t WHERE id = 3) THEN RAISE EXCEPTION 'twice'; END IF"
    )]
    public async Task That_raise_an_error_which_depends_on_other_rows_blame_no_line_wrongly(
        string columns,
        string time,
        string body
    )
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE t ({columns})",
            "INSERT INTO t SELECT 'x', CASE WHEN n = 2 AND '"
                + time
                + "' = 'BEFORE' THEN 3 ELSE n END FROM generate_series(1, 20) n"
        );
        await table.Target.ExecuteAsync(
            $"""
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NEW; END $$;
            CREATE TRIGGER meddle {time} INSERT ON t FOR EACH ROW EXECUTE FUNCTION meddle()
            """
        );

        var refusal = await table.RefusalAsync();

        Assert.Equal("meddle()", Assert.IsType<StatementException>(refusal.InnerException).Function);
        Assert.Equal((RowProblemKind.Refused, null, null), refusal.Problem().Place());
    }

    [SkippableFact]
    public async Task That_raise_an_error_are_told_while_others_write_the_same_rows()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(
            """
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'we are closed'; END $$;
            CREATE TRIGGER meddle BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION meddle()
            """
        );
        await using var other = await shop.Target.OpenAsync();
        await using var wire = Wire.Before(shop.Target, "lock_timeout = '1s'");

        var import = Tool.RunToEndAsync("import", "--target", wire.Url("secret"), "--snapshot", shop.Folder);
        await wire.Reached;
        await TestSql.ExecuteAsync(other, "BEGIN; INSERT INTO customers VALUES (2, 'bob@example.org')");
        wire.Release();
        var run = await import;

        Assert.Equal(1, run.ExitCode);
        AssertRefused(run, null, null, null);
    }

    [SkippableFact]
    public async Task That_lack_a_privilege_of_the_role_are_told_with_it()
    {
        await using var shop = await WithTriggerAsync("INSERT INTO audit VALUES (NEW.id); RETURN NEW");
        await shop.Target.ExecuteAsync(
            $"CREATE TABLE audit (id integer); GRANT SELECT, INSERT ON customers, orders, items TO {PostgresFixture.Stranger}"
        );

        var run = await Tool.RunToEndAsync(
            "import",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<StatementException>(run.Failure).SqlState);
        TextAssert.Contains(run.Errors, "audit");
    }

    [SkippableFact]
    public async Task That_write_rows_which_the_snapshot_brought_before_make_the_import_fail_with_the_way_out()
    {
        const string tables =
            "CREATE TABLE a_index (id integer PRIMARY KEY); CREATE TABLE entries (id integer PRIMARY KEY);";
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            tables,
            "INSERT INTO a_index VALUES (1); INSERT INTO entries VALUES (1)"
        );
        await shop.Target.ExecuteAsync(
            """
            CREATE FUNCTION keep_index() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a_index VALUES (NEW.id); RETURN NULL; END $$;
            CREATE TRIGGER keep_index AFTER INSERT ON entries FOR EACH ROW EXECUTE FUNCTION keep_index();
            """
        );

        var run = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        Assert.Equal(1, run.ExitCode);
        AssertRefused(run, "entries.tsv", 2, "id = 1", "keep_index()");

        await shop.Target.ExecuteAsync("ALTER TABLE entries DISABLE TRIGGER USER");
        run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder, "--verify");
        Assert.Equal(0, run.ExitCode);
    }

    [SkippableFact]
    public async Task Of_one_table_of_a_cycle_see_the_tables_before_it()
    {
        const string schema = """
            CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
            CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT FROM a WHERE id = NEW.a) THEN RAISE EXCEPTION 'no a'; END IF; RETURN NEW; END $$
            """;
        await using var cycle = await Scenario.ExportedAsync(
            postgres,
            schema,
            "WITH a AS (INSERT INTO a VALUES (1, 1)), b AS (INSERT INTO b VALUES (1, 1)) SELECT"
        );
        await cycle.Target.ExecuteAsync("CREATE TRIGGER look BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION look()");

        await cycle.ImportAsync();

        Assert.True((await cycle.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task That_wait_for_the_end_and_then_refuse_leave_everything_as_it_was()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Shop.Schema + "; ALTER TABLE customers ALTER id DROP IDENTITY",
            Shop.Data
        );
        await shop.Target.ExecuteAsync(
            """
            CREATE FUNCTION has_items() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NOT EXISTS (SELECT FROM items WHERE order_id = NEW.id AND line = 2) THEN RAISE EXCEPTION 'too few items'; END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER has_items AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION has_items()
            """
        );
        var content = await shop.Target.ContentAsync();

        var run = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        AssertRefused(run, null, null, null, "has_items()");
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task That_count_in_a_table_of_the_snapshot_are_found_by_verify()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Shop.Schema + "; CREATE TABLE counters (what text PRIMARY KEY, n integer)",
            Shop.Data + "; INSERT INTO counters VALUES ('orders', 0), ('items', 6)"
        );
        await shop.Target.ExecuteAsync(
            """
            CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE counters SET n = n + 1 WHERE what = 'orders'; RETURN NULL; END $$;
            CREATE TRIGGER count_up AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION count_up()
            """
        );

        var first = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--verify"
        );
        var second = await shop.ImportAsync();

        Assert.Equal(3, first.ExitCode);
        TextAssert.Contains(first.Output, "what = orders in n (changed by a trigger of the target during the import");
        var check = (await shop.VerifyAsync()).Tables.Single(table => !table.Succeeded);
        Assert.Equal(("counters", 0, 1), (check.Table, check.Missing, check.Different));
        Assert.Equal<string>(["what = orders"], check.DifferentKeys);
        var counters = second.Tables.Single(table => table.Table == "counters");
        Assert.Equal((0, 2, 1), (counters.Inserted, counters.Skipped, counters.Different));
        Assert.Equal("4", await shop.Target.ScalarAsync("SELECT n FROM counters WHERE what = 'orders'"));
    }

    [SkippableFact]
    public async Task That_change_the_key_make_the_import_fail_because_a_second_one_would_insert_again()
    {
        await using var shop = await WithTriggerAsync("NEW.id := NEW.id + 1000; RETURN NEW");
        await shop.Target.ExecuteAsync("ALTER TABLE orders DROP CONSTRAINT orders_customer");

        var refusal = await shop.RefusalAsync();

        TextAssert.Contains(refusal.Message, "customers", "id", "3", "trigger");
    }

    [SkippableFact]
    public async Task That_change_a_row_without_a_key_are_reported_at_every_import()
    {
        await using var heap = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE heap (a text, b integer)",
            "INSERT INTO heap VALUES ('x', 1), ('x', 1), ('Y', 2)"
        );
        await heap.Target.ExecuteAsync(
            """
            CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := upper(NEW.a); RETURN NEW; END $$;
            CREATE TRIGGER shout BEFORE INSERT ON heap FOR EACH ROW EXECUTE FUNCTION shout()
            """
        );

        for (var import = 0; import < 2; import++)
        {
            var run = await Tool.RunToEndAsync("import", "--target", heap.Target.Url, "--snapshot", heap.Folder);
            Assert.Equal(0, run.ExitCode);
            Assert.Equal(["heap 2"], run.Log.Of(nameof(Log.ChangedWithoutKey), "Table", "Rows"));
        }
    }

    [SkippableFact]
    public async Task And_rules_that_redirect_rows_make_the_import_fail()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync("CREATE RULE nowhere AS ON INSERT TO items DO INSTEAD NOTHING");

        var run = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        var refusal = Assert.IsType<SnapshotSeedException>(run.Failure);
        Assert.Equal(
            (RowProblemKind.NotInserted, "items.tsv", 6L),
            (refusal.Problem().Kind, refusal.Problem().File, refusal.Problem().Count)
        );
        TextAssert.Contains(refusal.Hint, "RULE");
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }

    /// <summary>
    /// A trigger's function has refused rows, nothing was written, and whoever reads that is told how to switch it off.
    /// </summary>
    private static void AssertRefused(ToolRun run, string? file, long? line, string? key, string function = "meddle()")
    {
        var refusal = Assert.IsType<SnapshotSeedException>(run.Failure);
        var problem = refusal.Problem();
        Assert.Equal((RowProblemKind.Refused, file, line), problem.Place());
        Assert.Equal(key, problem.Key);
        var cause = Assert.IsType<StatementException>(refusal.InnerException);
        Assert.Equal(function, cause.Function);
        Assert.True(refusal.IsNothingWritten);
        TextAssert.Contains(run.Errors, function, cause.Error.MessageText, "triggers off");
    }

    private async Task<Scenario> WithTriggerAsync(string body)
    {
        var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(
            $"""
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$;
            CREATE TRIGGER meddle BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION meddle()
            """
        );
        return shop;
    }

    /// <summary>A table t with two rows, and an AFTER trigger in the target.</summary>
    private async Task<Scenario> AfterInsertAsync(string columns, string action)
    {
        var scenario = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE t ({columns})",
            "INSERT INTO t VALUES (1, 'a'), (2, 'a')"
        );
        await scenario.Target.ExecuteAsync(
            $"""
            CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {action}; RETURN NULL; END $$;
            CREATE TRIGGER act AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION act()
            """
        );
        return scenario;
    }
}
