using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class EditedSnapshot(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Is_loaded_as_it_is_now_and_that_is_said()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("customers.tsv", "1\tada@example.org\tAda\n", "1\tada@example.org\tCountess\n4\tdi@example.org\t\\N\n");

        var run = await Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder, "--verify");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("customers.tsv was edited", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("orders.tsv was edited", run.Errors, StringComparison.Ordinal);
        Assert.Contains("customers: 4 new rows inserted", run.Output, StringComparison.Ordinal);
        Assert.Equal("Countess", await shop.Target.ScalarAsync("SELECT name FROM customers WHERE id = 1"));
        Assert.Equal("5", await shop.Target.ScalarAsync("SELECT nextval('customers_id_seq')"));
    }

    [SkippableFact]
    public async Task May_have_its_rows_in_any_order_and_its_columns_too()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await File.WriteAllTextAsync(shop.Path("customers.tsv"), "name\tid\temail\n\t3\tcy@example.org\n\\N\t2\tbob@example.org\nAda\t1\tada@example.org\n");

        await shop.ImportAsync();

        await File.WriteAllTextAsync(shop.Path("customers.tsv"), "id\temail\tname\n1\tada@example.org\tAda\n2\tbob@example.org\t\\N\n3\tcy@example.org\t\n");
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task May_come_from_an_editor_that_writes_CRLF_or_quotes_everything()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await File.WriteAllTextAsync(shop.Path("customers.tsv"), "id\temail\tname\r\n1\tada@example.org\tAda\r\n2\tbob@example.org\t\\N\r\n3\tcy@example.org\t\r\n");
        await File.WriteAllTextAsync(shop.Path("orders.tsv"), "\"id\"\t\"customer_id\"\t\"total\"\n\"10\"\t\"1\"\t\"10.00\"\n\"11\"\t\"1\"\t\"11.50\"\n\"12\"\t\"3\"\t\"12.25\"\n\"13\"\t\"2\"\t\"13.75\"");

        await shop.ImportAsync();

        Assert.Equal("Ada - ", await shop.Target.ScalarAsync("SELECT string_agg(coalesce(name, '-'), ' ' ORDER BY id) FROM customers"));
        Assert.Equal("47.50", await shop.Target.ScalarAsync("SELECT sum(total) FROM orders"));
    }

    [SkippableFact]
    public async Task May_write_values_in_another_way_and_is_still_equal_to_what_was_stored()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "11\t1\t11.50", " 11\t+1\t1.15e1");

        await shop.ImportAsync();

        Assert.Equal((0L, 0L), (await shop.ImportAsync()).Tables.Where(table => table.Table.Name == "orders").Select(table => (table.Inserted, table.Different)).Single());
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }
}
