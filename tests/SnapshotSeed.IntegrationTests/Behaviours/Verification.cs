using System.Text.Json;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Verification(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(
        "DELETE FROM items WHERE order_id = 13",
        "items: 2 missing, order_id = 13, line = 1; order_id = 13, line = 2"
    )]
    [InlineData("UPDATE customers SET name = 'Eda' WHERE id = 1", "customers: 1 different, id = 1")]
    [InlineData("UPDATE customers SET name = NULL WHERE id = 3", "customers: 1 different, id = 3")]
    [InlineData(
        "UPDATE items SET product = 'x' WHERE line = 1 AND order_id = 11; DELETE FROM items WHERE line = 2",
        "items: 2 missing, order_id = 10, line = 2; order_id = 13, line = 2",
        "items: 1 different, order_id = 11, line = 1"
    )]
    [InlineData("DROP TABLE items", "items: TableNotFound")]
    [InlineData("ALTER TABLE items DROP COLUMN product", "items: UnknownColumn")]
    [InlineData("SELECT setval('customers_id_seq', 2)", "customers_id_seq is behind customers.id")]
    [InlineData("SELECT setval('customers_id_seq', 3, false)", "customers_id_seq is behind customers.id")]
    [InlineData(
        "ALTER TABLE items DROP CONSTRAINT items_order; INSERT INTO items VALUES (99, 1, 'lost'); ALTER TABLE items ADD CONSTRAINT items_order FOREIGN KEY (order_id) REFERENCES orders NOT VALID",
        "items_order: 1"
    )]
    public async Task Finds_what_is_wrong_and_ends_with_exit_code_3(string damage, params string[] found)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(damage);
        var content = await shop.Target.ContentAsync();

        var run = await Tool.RunVerbAsync("verify", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        var report = await shop.VerifyAsync();

        Assert.Equal(3, run.ExitCode);
        Assert.False(report.Succeeded);
        Assert.Equal(found, Found(report));
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    private static IEnumerable<string> Found(VerificationReport report)
    {
        foreach (var table in report.Tables)
        {
            foreach (var obstacle in table.Obstacles)
                yield return $"{table.Table}: {obstacle.Kind}";
            if (table.Missing > 0 && table.Obstacles.IsEmpty)
                yield return $"{table.Table}: {table.Missing} missing, {string.Join("; ", table.MissingKeys)}";
            if (table.Different > 0)
                yield return $"{table.Table}: {table.Different} different, {string.Join("; ", table.DifferentKeys)}";
        }

        foreach (var reference in report.References)
            yield return $"{reference.ForeignKey.Name}: {reference.Dangling}";
        foreach (var sequence in report.Sequences)
            yield return $"{sequence.Name} is behind {sequence.Table}.{sequence.Column}";
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
        var tables = (await shop.VerifyAsync()).Tables;
        var obstacle = Assert.Single(tables.Single(table => table.Table == "moods").Obstacles);
        Assert.Equal((RowProblemKind.Value, "moods.tsv", 3), obstacle.Place());
        Assert.Equal(("mood", "public.mood"), (obstacle.Columns.Single(), obstacle.InTarget));
        Assert.Equal(1, tables.Single(table => table.Table == "customers").Different);
        Assert.True(tables.Single(table => table.Table == "items").Succeeded);
        TextAssert.Contains(run.Output, "moods.tsv line 3", "customers", "items");
    }

    [SkippableFact]
    public async Task Does_not_mind_rows_of_the_targets_own()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync("INSERT INTO customers (email) VALUES ('own@example.org')");

        var run = await Tool.RunAsync("verify", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(run.Output, "customers", "3", "13");
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
        await using var connection = await shop.Target.OpenAsync(PostgresFixture.Stranger);
        var report = await new ImportRun(connection).VerifyAsync(shop.Folder, new());
        Assert.Equal(["customers_rank_fkey"], report.UnreadReferences.Select(key => key.Name));
        Assert.True(report.Succeeded);
        TextAssert.Contains(run.Output, "customers", "ranks", "customers_rank_fkey");
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
