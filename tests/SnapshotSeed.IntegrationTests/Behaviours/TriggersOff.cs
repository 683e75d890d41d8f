using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Imports for which triggers are switched off.</summary>
[Collection(OneServer.Name)]
public sealed class TriggersOff(PostgresFixture postgres)
{
    // One refuses, one copies, one is off already, one fires always; and a partition has one of its own.
    private const string Schema = """
        CREATE TABLE customers (id integer PRIMARY KEY);
        CREATE TABLE orders (id integer, customer integer REFERENCES customers DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (id)) PARTITION BY RANGE (id);
        CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (100);
        CREATE TABLE copies (id integer);
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';
        CREATE FUNCTION copy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.copies VALUES (new.id); RETURN NULL; END'
        """;

    private const string Triggers = """
        CREATE TRIGGER refuse BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION refuse();
        CREATE TRIGGER copy AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION copy();
        CREATE TRIGGER "own One" BEFORE INSERT ON orders_1 FOR EACH ROW EXECUTE FUNCTION refuse();
        ALTER TABLE orders_1 ENABLE ALWAYS TRIGGER "own One";
        CREATE TRIGGER asleep BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION refuse();
        ALTER TABLE customers DISABLE TRIGGER asleep
        """;

    private const string Data = "INSERT INTO customers VALUES (1), (2); INSERT INTO orders VALUES (10, 1), (11, 2)";

    private const string States =
        "SELECT string_agg(format('%s %s %s', tgrelid::regclass, tgname, tgenabled), ', ' ORDER BY tgrelid, tgname) "
        + "FROM pg_trigger WHERE NOT tgisinternal";

    [SkippableFact]
    public async Task Load_what_they_would_refuse_and_leave_each_as_it_was()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        await shop.Target.ExecuteAsync(Triggers);
        var before = await shop.Target.ScalarAsync(States);

        var refused = await ImportAsync(shop);
        var loaded = await ImportAsync(shop, "--triggers", "off", "--verify");
        var again = await ImportAsync(shop, "--triggers", "off", "--truncate-first", "--verify");

        Assert.Equal((1, 0, 0), (refused.ExitCode, loaded.ExitCode, again.ExitCode));
        TextAssert.Contains(refused.Errors, "--triggers off");
        TextAssert.Contains(loaded.Output, "customers: 2 new", "orders: 2 new", "Verified");
        Assert.Equal(before, await shop.Target.ScalarAsync(States));
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM copies"));

        // Foreign keys are checked all the same.
        await shop.EditAsync("orders.tsv", "11\t2", "12\t3");
        var dangling = await ImportAsync(shop, "--triggers", "off");
        Assert.Equal(1, dangling.ExitCode);
        TextAssert.Contains(dangling.Errors, "orders.tsv line 3", "customer");
        Assert.Equal(before, await shop.Target.ScalarAsync(States));
    }

    [SkippableFact]
    public async Task Are_for_the_owner_of_the_tables()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        await shop.Target.ExecuteAsync(
            $"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}"
        );

        var run = await Tool.RunToEndAsync(
            "import",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder,
            "--triggers",
            "off"
        );
        var wrong = await ImportAsync(shop, "--triggers", "of");

        Assert.Equal((2, 2), (run.ExitCode, wrong.ExitCode));
        TextAssert.Contains(run.Errors, "not the owner of", "customers", "orders");
        TextAssert.Contains(wrong.Errors, "--triggers", "\"of\"", "on or off");
    }

    private static Task<ToolRun> ImportAsync(Scenario shop, params string[] options) =>
        Tool.RunToEndAsync(["import", "--target", shop.Target.Url, "--snapshot", shop.Folder, .. options]);
}
