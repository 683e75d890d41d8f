using SnapshotSeed.IntegrationTests.Postgres;

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
        Assert.Contains("✗ customers: 3 of 3 rows present, 1 differs\n    different: id = 1 (changed in the database, or by a trigger", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task That_swallow_a_row_make_the_import_fail()
    {
        await using var shop = await WithTriggerAsync("IF NEW.id = 2 THEN RETURN NULL; END IF; RETURN NEW");
        await shop.Target.ExecuteAsync("ALTER TABLE orders DROP CONSTRAINT orders_customer");

        var message = await shop.RefusalAsync();

        Assert.Contains("customers: 1 rows were not inserted", message, StringComparison.Ordinal);
        Assert.Contains("trigger", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task That_raise_an_error_make_the_import_fail_with_what_they_say()
    {
        await using var shop = await WithTriggerAsync("IF NEW.id = 2 THEN RAISE EXCEPTION 'we are closed'; END IF; RETURN NEW");

        var run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("we are closed", run.Errors, StringComparison.Ordinal);
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }

    [SkippableFact]
    public async Task Of_one_table_of_a_cycle_see_the_tables_before_it()
    {
        const string schema = """
            CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
            CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT FROM a WHERE id = NEW.a) THEN RAISE EXCEPTION 'no a'; END IF; RETURN NEW; END $$
            """;
        await using var cycle = await Scenario.ExportedAsync(postgres, schema, "WITH a AS (INSERT INTO a VALUES (1, 1)), b AS (INSERT INTO b VALUES (1, 1)) SELECT");
        await cycle.Target.ExecuteAsync("CREATE TRIGGER look BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION look()");

        await cycle.ImportAsync();

        Assert.True((await cycle.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task And_rules_that_redirect_rows_make_the_import_fail()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync("CREATE RULE nowhere AS ON INSERT TO items DO INSTEAD NOTHING");

        var run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("hint: ", run.Errors, StringComparison.Ordinal);
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }

    private async Task<Scenario> WithTriggerAsync(string body)
    {
        var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync($"""
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$;
            CREATE TRIGGER meddle BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION meddle()
            """);
        return shop;
    }
}
