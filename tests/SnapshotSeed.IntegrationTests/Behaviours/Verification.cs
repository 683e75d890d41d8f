using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Verification(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(
        "DELETE FROM items WHERE order_id = 13",
        "✗ items: 4 of 6 rows present, 2 missing\n    missing: order_id = 13, line = 1; order_id = 13, line = 2 (deleted in the database, or by a trigger when others were loaded)\n"
    )]
    [InlineData(
        "UPDATE customers SET name = 'Eda' WHERE id = 1",
        "✗ customers: 3 of 3 rows present, 1 differs\n    different: id = 1"
    )]
    [InlineData(
        "UPDATE customers SET name = NULL WHERE id = 3",
        "✗ customers: 3 of 3 rows present, 1 differs\n    different: id = 3"
    )]
    [InlineData(
        "UPDATE items SET product = 'x' WHERE line = 1; DELETE FROM items WHERE line = 2",
        "✗ items: 4 of 6 rows present, 2 missing, 4 differ\n"
    )]
    [InlineData("DROP TABLE items", "? items: table not found (has the migration run?)\n")]
    [InlineData("ALTER TABLE items DROP COLUMN product", "? items: ")]
    [InlineData("SELECT setval('customers_id_seq', 2)", "✗ customers: sequence customers_id_seq is behind column id")]
    [InlineData(
        "SELECT setval('customers_id_seq', 3, false)",
        "✗ customers: sequence customers_id_seq is behind column id"
    )]
    [InlineData(
        "ALTER TABLE items DROP CONSTRAINT items_order; INSERT INTO items VALUES (99, 1, 'lost'); ALTER TABLE items ADD CONSTRAINT items_order FOREIGN KEY (order_id) REFERENCES orders NOT VALID",
        "✗ items: 1 rows reference nothing by items_order"
    )]
    public async Task Finds_what_is_wrong_and_ends_with_exit_code_3(string damage, string said)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(damage);
        var content = await shop.Target.ContentAsync();

        var run = await Tool.RunVerbAsync("verify", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.Contains("Not verified: database", run.Output, StringComparison.Ordinal);
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task Names_values_that_the_database_cannot_hold_and_goes_on_with_the_other_tables()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE moods (id integer PRIMARY KEY, mood mood); "
                + Shop.Schema,
            "INSERT INTO moods VALUES (1, 'ok'), (2, 'sad'); " + Shop.Data
        );
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(
            "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'; UPDATE customers SET name = 'Eda' WHERE id = 1"
        );

        var run = await Tool.RunVerbAsync("verify", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(
            "? moods: moods.tsv line 3: the value of column mood does not fit its type public.mood\n",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("✗ customers: 3 of 3 rows present, 1 differs", run.Output, StringComparison.Ordinal);
        Assert.Contains("✓ items: 6 rows", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Does_not_mind_rows_of_the_targets_own()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync("INSERT INTO customers (email) VALUES ('own@example.org')");

        var run = await Tool.RunAsync("verify", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("✓ customers: 3 rows\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("holds all 13 rows of the snapshot", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Says_which_references_the_role_may_not_look_up()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(
            $"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}; CREATE TABLE ranks (id integer PRIMARY KEY); ALTER TABLE customers ADD rank integer REFERENCES ranks"
        );

        var run = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder,
            "--verify"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "? customers: the role may not read all of ranks; grant SELECT on it to have customers_rank_fkey (customers (rank) -> ranks (id)) checked\n",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("every reference that could be read resolves", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Of_an_empty_target_misses_every_row()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var run = await Tool.RunAsync("verify", "--target", shop.Target.Url, "--snapshot", shop.Folder, "--json");

        Assert.Equal(3, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(
            [3, 4, 6],
            json.RootElement.GetProperty("tables")
                .EnumerateArray()
                .Select(table => table.GetProperty("missing").GetInt32())
        );
        Assert.Equal(
            ["id = 1", "id = 2", "id = 3"],
            json.RootElement.GetProperty("tables")[0]
                .GetProperty("missingKeys")
                .EnumerateArray()
                .Select(key => key.GetString())
        );
        Assert.False(json.RootElement.GetProperty("verified").GetBoolean());
    }

    [SkippableFact]
    public async Task Counts_copies_where_there_is_no_key()
    {
        await using var heap = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE heap (a integer)",
            "INSERT INTO heap VALUES (1), (1), (1), (NULL), (NULL), (2)"
        );
        await heap.Target.ExecuteAsync("INSERT INTO heap VALUES (1), (1), (2), (2), (NULL)");

        var check = Assert.Single((await heap.VerifyAsync()).Tables);

        Assert.Equal((6, 2, 0), (check.Rows, check.Missing, check.Different));
    }

    [SkippableFact]
    public async Task Compares_text_down_to_trailing_zeros_and_blanks()
    {
        await using var things = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE things (id integer PRIMARY KEY, number numeric, text text, fixed char(4), doc json)",
            """INSERT INTO things SELECT n, 1.50, 'x ', 'ab', '{"a": 1}' FROM generate_series(1, 5) n"""
        );
        await things.ImportAsync();
        Assert.True((await things.VerifyAsync()).Succeeded);
        await things.Target.ExecuteAsync(
            """
            UPDATE things SET number = 1.5 WHERE id = 1; UPDATE things SET text = 'x' WHERE id = 2; UPDATE things SET doc = '{"a":1}' WHERE id = 3; UPDATE things SET fixed = 'ab  ' WHERE id = 4
            """
        );

        var check = Assert.Single((await things.VerifyAsync()).Tables);

        Assert.Equal<string>(["id = 1", "id = 2", "id = 3"], check.DifferentKeys);
    }
}
