using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class TruncateFirst(PostgresFixture postgres)
{
    private const string Reviews =
        "CREATE TABLE reviews (id integer PRIMARY KEY, customer integer REFERENCES customers ON DELETE CASCADE); CREATE TABLE other (id integer PRIMARY KEY); INSERT INTO other VALUES (1);";

    private static readonly ImportOptions Options = new() { TruncateFirst = true };

    [SkippableFact]
    public async Task Empties_exactly_the_tables_of_the_snapshot()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        var content = await shop.Target.ContentAsync();
        await shop.Target.ExecuteAsync(
            "INSERT INTO customers (id, email) VALUES (99, 'old@example.org'); INSERT INTO orders VALUES (99, 99, 1); UPDATE customers SET name = 'changed'; UPDATE items SET product = 'changed'"
        );
        await shop.Target.ExecuteAsync("CREATE TABLE other (id integer PRIMARY KEY); INSERT INTO other VALUES (1)");

        var run = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--truncate-first",
            "--verify"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("1", await shop.Target.ScalarAsync("SELECT count(*) FROM other"));
        await shop.Target.ExecuteAsync("DROP TABLE other");
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task Is_refused_where_rows_of_another_table_reference_the_tables()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(Reviews + "INSERT INTO reviews VALUES (1, 2)");

        var refusal = await shop.RefusalAsync(Options);

        var lines = refusal.Message.Split("\n  - ");
        Assert.Equal(2, lines.Length);
        TextAssert.Contains(lines[1], "reviews", "customers");
        Assert.True(refusal.IsNothingWritten);
    }

    [SkippableFact]
    public async Task Sees_the_reference_that_another_session_is_about_to_commit()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(Reviews);
        await using var other = await shop.Target.OpenAsync();
        await TestSql.ExecuteAsync(other, "BEGIN; INSERT INTO reviews VALUES (1, 2)");

        var import = shop.ImportAsync(Options);
        await Wait.UntilAsync(
            "the import waits",
            async () => await shop.Target.ScalarAsync("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)") == "t"
        );
        await TestSql.ExecuteAsync(other, "COMMIT");

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() => import);
        TextAssert.Contains(error.Message, "reviews", "customers");
        Assert.Equal("1", await shop.Target.ScalarAsync("SELECT count(*) FROM reviews"));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("INSERT INTO reviews VALUES (1, NULL)")]
    public async Task Is_allowed_where_no_row_of_another_table_uses_its_reference(string rows)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(Reviews + "UPDATE customers SET name = 'changed';" + rows);

        await shop.ImportAsync(Options);

        Assert.True((await shop.VerifyAsync()).Succeeded);
        Assert.Equal(rows.Length == 0 ? "0" : "1", await shop.Target.ScalarAsync("SELECT count(*) FROM reviews"));
        Assert.Equal("1", await shop.Target.ScalarAsync("SELECT count(*) FROM other"));
    }

    [SkippableFact]
    public async Task Of_chosen_tables_is_refused_where_the_others_reference_them()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();

        var refusal = await shop.RefusalAsync(Options with { Only = ["customers", "orders"] });

        TextAssert.Contains(refusal.Message, "items", "orders", "items_order");
    }

    [SkippableFact]
    public async Task Of_chosen_tables_leaves_the_others_alone()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync("UPDATE customers SET name = 'kept'; UPDATE items SET product = 'lost'");

        await shop.ImportAsync(Options with { Only = ["items"] });

        Assert.Equal("kept", await shop.Target.ScalarAsync("SELECT DISTINCT name FROM customers"));
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM items WHERE product = 'lost'"));
    }

    [SkippableFact]
    public async Task Works_for_cycles_without_the_privilege_to_truncate()
    {
        const string schema = """
            CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a);
            ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; CREATE TABLE tree (id integer PRIMARY KEY, up integer NOT NULL REFERENCES tree, a integer REFERENCES a)
            """;
        const string data =
            "WITH a AS (INSERT INTO a VALUES (1, 1), (2, 2)), b AS (INSERT INTO b VALUES (1, 2), (2, 1)) SELECT; INSERT INTO tree VALUES (1, 2, 1), (2, 1, NULL)";
        await using var cycle = await Scenario.ExportedAsync(postgres, schema, data);
        await cycle.ImportAsync();
        await cycle.Target.ExecuteAsync(
            $"GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}; UPDATE tree SET a = 2"
        );

        var run = await Tool.RunVerbAsync(
            "import",
            "--target",
            cycle.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            cycle.Folder,
            "--truncate-first",
            "--verify"
        );

        Assert.Equal(0, run.ExitCode);
    }

    [SkippableFact]
    public async Task Is_undone_when_the_import_fails()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.EditAsync("items.tsv", "10\t1\tapple", "10\t1\t\\N");
        await shop.RefusalAsync(Options);
        await shop.EditAsync("items.tsv", "10\t1\t\\N", "999\t1\tapple");

        Assert.Equal((RowProblemKind.Dangling, "items.tsv", 2), (await shop.RefusalAsync(Options)).Problem().Place());
    }

    [SkippableFact]
    public async Task Empties_a_root_with_its_partitions_and_a_parent_without_its_children()
    {
        await using var places = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE days (day date PRIMARY KEY) PARTITION BY RANGE (day); CREATE TABLE days_all PARTITION OF days DEFAULT;
            CREATE TABLE places (id integer PRIMARY KEY); CREATE TABLE towns (mayor text) INHERITS (places)
            """,
            "INSERT INTO days VALUES ('2024-01-01'); INSERT INTO places VALUES (1); INSERT INTO towns VALUES (1, 'm')"
        );
        await places.Target.ExecuteAsync(
            "INSERT INTO days VALUES ('1999-01-01'); INSERT INTO places VALUES (9); INSERT INTO towns VALUES (9, 'kept')"
        );

        await places.ImportAsync(Options with { Only = ["days", "places"] });

        Assert.Equal(
            "2024-01-01 1 kept",
            await places.Target.ScalarAsync(
                "SELECT concat_ws(' ', (SELECT string_agg(day::text, ',') FROM days), (SELECT string_agg(id::text, ',') FROM ONLY places), (SELECT string_agg(mayor, ',') FROM towns))"
            )
        );
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("ON DELETE CASCADE")]
    [InlineData("ON DELETE SET NULL")]
    public async Task Is_done_by_DELETE_where_a_table_of_an_extension_references_the_tables_and_refused_where_its_rows_do(
        string onDelete
    )
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Shop.Schema
                + $"; CREATE TABLE known (id integer REFERENCES customers {onDelete}); ALTER EXTENSION plpgsql ADD TABLE known",
            Shop.Data
        );
        await shop.Target.ExecuteAsync("INSERT INTO customers (id, email) VALUES (99, 'old@example.org')");

        await shop.ImportAsync(Options);

        Assert.Equal("3", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
        await shop.Target.ExecuteAsync("INSERT INTO known VALUES (2)");
        var run = await Tool.RunAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--truncate-first"
        );
        Assert.Equal(1, run.ExitCode);
        TextAssert.Contains(run.Errors, "known", "customers", "known_id_fkey");
        Assert.Equal("6", await shop.Target.ScalarAsync("SELECT count(*) FROM items"));
        Assert.Equal("2", await shop.Target.ScalarAsync("SELECT id FROM known"));
    }
}
