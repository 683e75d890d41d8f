using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class RepeatedImport(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Inserts_nothing_and_changes_nothing()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var first = await shop.ImportAsync();
        var content = await shop.Target.ContentAsync();

        var second = await shop.ImportAsync();

        Assert.Equal(
            Shop.Tables.Select(table => ((long)table.Rows, 0L)),
            first.Tables.Select(table => (table.Inserted, table.Skipped))
        );
        Assert.Equal(
            Shop.Tables.Select(table => (0L, (long)table.Rows, 0L)),
            second.Tables.Select(table => (table.Inserted, table.Skipped, table.Different))
        );
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task Brings_back_what_was_deleted_and_only_that()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        var content = await shop.Target.ContentAsync();
        await shop.Target.ExecuteAsync("DELETE FROM items WHERE order_id = 13; DELETE FROM orders WHERE id = 13");

        var result = await shop.ImportAsync();

        Assert.Equal(
            [("customers", 0, 3), ("orders", 1, 3), ("items", 2, 4)],
            result.Tables.Select(table => (table.Table, (int)table.Inserted, (int)table.Skipped))
        );
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task Leaves_rows_alone_that_are_there_already_and_says_that_they_differ()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(
            "UPDATE customers SET name = 'Robert' WHERE id = 2; UPDATE orders SET total = 1 WHERE id < 12; INSERT INTO items VALUES (10, 9, 'of the target''s own')"
        );
        var content = await shop.Target.ContentAsync();

        var result = await shop.ImportAsync();

        Assert.Equal(
            [("customers", 0, 3, 1), ("orders", 0, 4, 2), ("items", 0, 6, 0)],
            result.Tables.Select(table => (table.Table, (int)table.Inserted, (int)table.Skipped, (int)table.Different))
        );
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task Tells_NULL_from_an_empty_text()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(
            "UPDATE customers SET name = CASE WHEN name IS NULL THEN '' END WHERE id IN (2, 3)"
        );

        Assert.Equal(2, (await shop.ImportAsync()).Tables.Single(table => table.Table == "customers").Different);
    }

    [SkippableFact]
    public async Task Names_both_rows_where_another_one_holds_the_unique_value()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync("INSERT INTO customers (id, email) VALUES (77, 'bob@example.org')");

        var problem = (await shop.RefusalAsync()).Problem();

        Assert.Equal((RowProblemKind.Collision, "customers.tsv", 3), problem.Place());
        Assert.Equal("id = 2", problem.Key);
        TextAssert.Contains(problem.Holder!, "id = 77");
        Assert.Equal(("email", "customers_email_key"), (problem.Columns.Single(), problem.Constraint));
    }

    [SkippableFact]
    public async Task Names_both_rows_where_the_unique_key_is_deferrable()
    {
        await using var ranks = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE ranks (id integer PRIMARY KEY, rank integer UNIQUE DEFERRABLE INITIALLY DEFERRED)",
            "INSERT INTO ranks VALUES (1, 1), (2, 2)"
        );
        await ranks.Target.ExecuteAsync("INSERT INTO ranks VALUES (9, 2)");

        var problem = (await ranks.RefusalAsync()).Problem();

        Assert.Equal(("ranks.tsv", 3, "id = 2"), (problem.File, problem.Line, problem.Key));
        TextAssert.Contains(problem.Holder!, "id = 9");
    }

    [SkippableFact]
    public async Task Counts_copies_where_there_is_no_key()
    {
        await using var heap = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE heap (a integer, b json)",
            "INSERT INTO heap VALUES (1, '{}'), (1, '{}'), (1, '{}'), (NULL, NULL), (NULL, NULL)"
        );
        await heap.Target.ExecuteAsync(
            "INSERT INTO heap VALUES (1, '{}'), (NULL, NULL), (NULL, NULL), (NULL, NULL), (2, '{}')"
        );

        var result = await heap.ImportAsync();

        Assert.Equal(2, Assert.Single(result.Tables).Inserted);
        Assert.Equal(
            ["1 {} 3", "2 {} 1", "- - 3"],
            (
                await heap.Target.RowsAsync(
                    "SELECT concat_ws(' ', coalesce(a::text, '-'), coalesce(b::text, '-'), count(*)) FROM heap GROUP BY a, b::text ORDER BY a"
                )
            ).Select(row => row[0])
        );
        Assert.Equal(0, Assert.Single((await heap.ImportAsync()).Tables).Inserted);
    }

    [SkippableFact]
    public async Task Says_the_same_in_JSON()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(
            "UPDATE customers SET name = 'Robert' WHERE id = 2; DELETE FROM items WHERE order_id = 10"
        );

        var run = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--json",
            "--verify"
        );

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(3, run.ExitCode);
        Assert.False(json.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(
            """{"table":"public.customers","rows":3,"inserted":0,"updated":0,"skipped":3,"different":1,"failed":0}""",
            WithoutSeconds(json.RootElement.GetProperty("tables")[0])
        );
        Assert.Equal(
            """{"table":"public.items","rows":6,"inserted":2,"updated":0,"skipped":4,"different":0,"failed":0}""",
            WithoutSeconds(json.RootElement.GetProperty("tables")[2])
        );

        static string WithoutSeconds(JsonElement table) =>
            table
                .GetRawText()
                .Replace($",\"seconds\":{table.GetProperty("seconds").GetRawText()}", "", StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Of_chosen_tables_loads_those_alone()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var result = await shop.ImportAsync(new ImportOptions { Only = ["public.customers", "orders"] });

        Assert.Equal(["customers", "orders"], result.Tables.Select(table => table.Table));
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM items"));
    }

    [SkippableFact]
    public async Task Of_a_chosen_table_refuses_rows_whose_parents_are_nowhere()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var refusal = await shop.RefusalAsync(new ImportOptions { Only = ["orders"] });

        Assert.Equal((RowProblemKind.DanglingIntoLeftOut, "orders.tsv", 2), refusal.Problems[0].Place());
        Assert.Equal("customers", refusal.Problems[0].ReferencedTable);
    }

    [SkippableFact]
    public async Task Of_an_unknown_table_lists_those_that_exist()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var run = await Tool.RunAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--tables",
            "customers,carts",
            "--table",
            "baskets"
        );

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, "carts", "baskets", "customers", "items", "orders");
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }
}
