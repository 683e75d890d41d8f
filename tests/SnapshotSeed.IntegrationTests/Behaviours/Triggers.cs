using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Sampling;

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
        Assert.Contains("customers: 3 new rows inserted", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "✗ customers: 3 of 3 rows present, 1 differs\n    different: id = 1 (changed in the database, or by a trigger",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public async Task That_swallow_a_row_make_the_import_fail()
    {
        await using var shop = await WithTriggerAsync("IF NEW.id = 2 THEN RETURN NULL; END IF; RETURN NEW");
        await shop.Target.ExecuteAsync("ALTER TABLE orders DROP CONSTRAINT orders_customer");

        var message = await shop.RefusalAsync();

        Assert.Contains(
            "customers: 1 rows were not inserted, first customers.tsv line 3 (id = 2): ",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains("trigger", message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("DELETE FROM t WHERE id = NEW.id")]
    [InlineData("UPDATE t SET id = id + 100 WHERE id = NEW.id")]
    public async Task That_delete_a_row_or_change_its_key_once_it_is_in_make_the_import_fail(string action)
    {
        await using var table = await AfterInsertAsync("id integer PRIMARY KEY, v text", action);

        Assert.Contains(
            "t: a trigger of the target changed id of 2 rows as they were inserted, or deleted them",
            await table.RefusalAsync(),
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public async Task That_delete_rows_without_a_key_are_named()
    {
        await using var table = await AfterInsertAsync("id integer, v text", "DELETE FROM t WHERE id = 1");

        var run = await Tool.RunAsync("import", "--target", table.Target.Url, "--snapshot", table.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "t: a trigger of the target changed 1 rows as they were inserted, or deleted them",
            run.Errors,
            StringComparison.Ordinal
        );
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

        var run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "customers: we are closed (error P0001, raised in function meddle()), first at customers.tsv line 3 (id = 2)",
            run.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("DISABLE TRIGGER USER", run.Errors, StringComparison.Ordinal);
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

        Assert.Equal(
            $"the target refuses rows of the snapshot\n  - c.tsv line 2: violates the check constraint c_id_check\n  - b: enough (error P0001, raised in function meddle()), first at b.tsv line {refused + 1} (id = {refused})",
            await lists.RefusalAsync()
        );
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

        var message = await table.RefusalAsync();

        Assert.Contains("raised in function meddle())", message, StringComparison.Ordinal);
        Assert.DoesNotContain("first at", message, StringComparison.Ordinal);
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

        var import = Tool.RunAsync("import", "--target", wire.Url("secret"), "--snapshot", shop.Folder);
        await wire.Reached;
        await Sql.ExecuteAsync(other, "BEGIN; INSERT INTO customers VALUES (2, 'bob@example.org')");
        wire.Release();
        var run = await import;

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "orders: we are closed (error P0001, raised in function meddle())",
            run.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("DISABLE TRIGGER USER", run.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task That_lack_a_privilege_of_the_role_are_told_with_it()
    {
        await using var shop = await WithTriggerAsync("INSERT INTO audit VALUES (NEW.id); RETURN NEW");
        await shop.Target.ExecuteAsync(
            $"CREATE TABLE audit (id integer); GRANT SELECT, INSERT ON customers, orders, items TO {PostgresFixture.Stranger}"
        );

        var run = await Tool.RunAsync(
            "import",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("permission denied for table audit", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Grant the role the privilege named", run.Errors, StringComparison.Ordinal);
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

        var run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("keep_index()", run.Errors, StringComparison.Ordinal);
        Assert.Contains("DISABLE TRIGGER USER", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", run.Errors, StringComparison.Ordinal);

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

        var run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("too few items", run.Errors, StringComparison.Ordinal);
        Assert.Contains("has_items()", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was written", run.Errors, StringComparison.Ordinal);
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
        var second = await Tool.RunVerbAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(3, first.ExitCode);
        Assert.Contains(
            "✗ counters: 2 of 2 rows present, 1 differs\n    different: what = orders (changed in the database, or by a trigger",
            first.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "counters: 0 new rows inserted, 2 skipped (already present, 1 differs from the snapshot)",
            second.Output,
            StringComparison.Ordinal
        );
        Assert.Equal("4", await shop.Target.ScalarAsync("SELECT n FROM counters WHERE what = 'orders'"));
    }

    [SkippableFact]
    public async Task That_change_the_key_make_the_import_fail_because_a_second_one_would_insert_again()
    {
        await using var shop = await WithTriggerAsync("NEW.id := NEW.id + 1000; RETURN NEW");
        await shop.Target.ExecuteAsync("ALTER TABLE orders DROP CONSTRAINT orders_customer");

        var message = await shop.RefusalAsync();

        Assert.Contains("customers: a trigger of the target changed id of 3 rows", message, StringComparison.Ordinal);
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
            var run = await Tool.RunAsync("import", "--target", heap.Target.Url, "--snapshot", heap.Folder);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("heap: a trigger of the target changed 2 rows", run.Errors, StringComparison.Ordinal);
            Assert.Contains("another import will insert them again", run.Errors, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task And_rules_that_redirect_rows_make_the_import_fail()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync("CREATE RULE nowhere AS ON INSERT TO items DO INSTEAD NOTHING");

        var run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "items: 6 rows were not inserted: no constraint explains it, so a rule of the target turned them away",
            run.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("DISABLE RULE", run.Errors, StringComparison.Ordinal);
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
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
