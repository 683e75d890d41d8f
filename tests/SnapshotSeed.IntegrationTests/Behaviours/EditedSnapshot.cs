using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class EditedSnapshot(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Is_loaded_as_it_is_now_and_that_is_said()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync(
            "customers.tsv",
            "1\tada@example.org\tAda\n",
            "1\tada@example.org\tCountess\n4\tdi@example.org\t\\N\n"
        );

        var run = await Tool.RunToEndAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--verify"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["customers.tsv 4 3"], run.Log.Of(nameof(Log.Edited), "File", "Rows", "ManifestRows"));
        Assert.Empty(run.Log.Of(nameof(Log.Unended)));
        Assert.Equal("4", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
        Assert.Equal("Countess", await shop.Target.ScalarAsync("SELECT name FROM customers WHERE id = 1"));
        Assert.Equal("5", await shop.Target.ScalarAsync("SELECT nextval('customers_id_seq')"));
    }

    [SkippableFact]
    public async Task That_ends_within_a_line_is_loaded_with_a_warning()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("items.tsv", "13\t2\tlime\n", "13\t2\tli");

        var run = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["items.tsv"], run.Log.Of(nameof(Log.Unended), "File"));
    }

    [SkippableFact]
    public async Task May_have_its_rows_in_any_order_and_its_columns_too()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await File.WriteAllTextAsync(
            shop.Path("customers.tsv"),
            "name\tid\temail\n\t3\tcy@example.org\n\\N\t2\tbob@example.org\nAda\t1\tada@example.org\n"
        );

        await shop.ImportAsync();

        await File.WriteAllTextAsync(
            shop.Path("customers.tsv"),
            "id\temail\tname\n1\tada@example.org\tAda\n2\tbob@example.org\t\\N\n3\tcy@example.org\t\n"
        );
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task May_come_from_an_editor_that_writes_CRLF_or_quotes_everything()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await File.WriteAllTextAsync(
            shop.Path("customers.tsv"),
            "id\temail\tname\r\n1\tada@example.org\tAda\r\n2\tbob@example.org\t\\N\r\n3\tcy@example.org\t\r\n"
        );
        await File.WriteAllTextAsync(
            shop.Path("orders.tsv"),
            "\"id\"\t\"customer_id\"\t\"total\"\n\"10\"\t\"1\"\t\"10.00\"\n\"11\"\t\"1\"\t\"11.50\"\n\"12\"\t\"3\"\t\"12.25\"\n\"13\"\t\"2\"\t\"13.75\""
        );

        await shop.ImportAsync();

        Assert.Equal(
            "Ada - ",
            await shop.Target.ScalarAsync("SELECT string_agg(coalesce(name, '-'), ' ' ORDER BY id) FROM customers")
        );
        Assert.Equal("47.50", await shop.Target.ScalarAsync("SELECT sum(total) FROM orders"));
    }

    [SkippableFact]
    public async Task May_write_values_in_another_way_and_is_still_equal_to_what_was_stored()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "11\t1\t11.50", " 11\t+1\t1.15e1");

        await shop.ImportAsync();

        Assert.Equal(
            (0L, 0L),
            (await shop.ImportAsync())
                .Tables.Where(table => table.Table == "orders")
                .Select(table => (table.Inserted, table.Different))
                .Single()
        );
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData("v varchar(3)", "abc", "abc   ")]
    [InlineData("v varchar(3) PRIMARY KEY", "abc", "abc ")]
    [InlineData("v char(5) PRIMARY KEY", "ab   ", "ab")]
    [InlineData("v char(5)[]", "{\"ab   \"}", "{ab}")]
    [InlineData("v numeric(10, 2) PRIMARY KEY", "1.51", "1.505")]
    [InlineData("v money PRIMARY KEY", "$1.50", "1.5")]
    [InlineData("v timestamp(0) PRIMARY KEY", "2024-01-01 00:00:01", "2024-01-01 00:00:00.7")]
    [InlineData("v interval year to month", "1 year", "1 year 3 days")]
    [InlineData("v interval hour PRIMARY KEY", "01:00:00", "01:20:00")]
    [InlineData("v short PRIMARY KEY", "ab", "ab  ")]
    public async Task Whose_values_storing_changes_is_equal_to_what_was_stored(
        string column,
        string value,
        string edited
    )
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            $"CREATE DOMAIN short AS varchar(2); CREATE TABLE t ({column})",
            $"INSERT INTO t VALUES ('{value}')"
        );
        await File.WriteAllTextAsync(
            table.Path("t.tsv"),
            $"v\n\"{edited.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"
        );

        Assert.Equal(1, (await table.ImportAsync()).Tables.Single().Inserted);

        var again = (await table.ImportAsync()).Tables.Single();
        Assert.Equal((0, 1, 0), (again.Inserted, again.Skipped, again.Different));
        Assert.True((await table.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task With_keys_that_are_the_same_once_they_are_stored_names_both_lines()
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (v numeric(4, 1) PRIMARY KEY)",
            "INSERT INTO t VALUES (1.5), (2)"
        );
        await File.WriteAllTextAsync(table.Path("t.tsv"), "v\n1.51\n1.52\n");

        var problem = (await table.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Duplicate, "t.tsv", 2), problem.Place());
        Assert.Equal((3, "t_pkey"), (problem.OtherLine, problem.Constraint));
    }

    [SkippableTheory]
    [InlineData("varchar(3)[]")]
    [InlineData("char(3)[]")]
    [InlineData("char(3)")]
    [InlineData("varchar(3)")]
    [InlineData("bit(3)")]
    public async Task With_a_value_that_is_too_long_names_its_line_and_never_takes_it_for_what_a_cast_would_leave(
        string type
    )
    {
        var (value, longer) = type == "bit(3)" ? ("101", "101101") : ("abc", "abcdef");
        var (open, close) = type.EndsWith(']') ? ("{", "}") : ("", "");
        await using var table = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE t (id integer PRIMARY KEY, v {type})",
            $"INSERT INTO t VALUES (1, '{open}{value}{close}')"
        );
        await table.ImportAsync();
        await table.EditAsync("t.tsv", value, longer);

        Assert.Equal(1, (await table.VerifyAsync()).Tables.Single().Different);

        await table.Target.ExecuteAsync("TRUNCATE t");
        var problem = (await table.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Value, "t.tsv", 2), problem.Place());
        Assert.Equal<string>(["v"], problem.Columns);
    }
}
