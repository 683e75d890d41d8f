using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class ReadOnlyRole(PostgresFixture postgres)
{
    private const string Grants = $"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}";

    [SkippableFact]
    public async Task Gets_the_same_bytes_as_the_owner()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync(Grants);

        var folder = Path.Combine(shop.Parent, "stranger");
        var run = await Tool.RunVerbAsync(
            "export",
            "--source",
            shop.Source.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            folder
        );

        Assert.Equal(0, run.ExitCode);
        FolderDifference.AssertNone(shop.Folder, folder);
    }

    [SkippableFact]
    public async Task Is_told_every_table_that_it_may_not_read()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync($"{Grants}; REVOKE SELECT ON orders, items FROM {PostgresFixture.Stranger}");

        var run = await Tool.RunAsync(
            "export",
            "--source",
            shop.Source.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(1, run.ExitCode);
        var lines = run.Errors.Split("\n  - ");
        Assert.Equal(3, lines.Length);
        TextAssert.Contains(run.Errors, "orders", "items", "SELECT");
        TextAssert.DoesNotContain(run.Errors, "customers");
        Assert.Matches("(hint|note): ", run.Errors);
        Assert.False(Directory.Exists(shop.Folder));
    }

    [SkippableFact]
    public async Task Is_told_that_it_lacks_a_schema()
    {
        await using var database = await Scenario.CreateAsync(
            postgres,
            "CREATE SCHEMA hidden; CREATE TABLE hidden.things (id integer PRIMARY KEY)",
            ""
        );

        var run = await Tool.RunAsync(
            "export",
            "--source",
            database.Source.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            database.Folder
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("hidden.things", run.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Does_not_need_tables_that_are_excluded()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync($"{Grants}; REVOKE SELECT ON items FROM {PostgresFixture.Stranger}");

        var run = await Tool.RunVerbAsync(
            "export",
            "--source",
            shop.Source.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder,
            "--exclude",
            "items"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["public.customers", "public.orders"],
            FolderContent.Read(shop.Folder).Tables.Select(table => table.Name)
        );
    }

    [SkippableFact]
    public async Task Is_told_the_columns_that_it_may_not_read()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync(
            $"{Grants}; REVOKE SELECT ON customers, items FROM {PostgresFixture.Stranger}; GRANT SELECT (id, email) ON customers TO {PostgresFixture.Stranger}; GRANT SELECT (order_id, line, product) ON items TO {PostgresFixture.Stranger}"
        );
        var source = shop.Source.UrlOf(PostgresFixture.Stranger);

        var run = await Tool.RunAsync("export", "--source", source, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        TextAssert.Contains(run.Errors, "customers", "name", "items", "SELECT");
        TextAssert.DoesNotContain(run.Errors, "email", "product");
        Assert.Contains("--exclude", run.Errors, StringComparison.Ordinal);

        await shop.Source.ExecuteAsync(
            "ALTER TABLE orders ALTER customer_id DROP NOT NULL; UPDATE orders SET customer_id = NULL WHERE id = 13"
        );
        var without = await Tool.RunVerbAsync(
            "export",
            "--source",
            source,
            "--snapshot",
            shop.Folder,
            "--exclude",
            "customers,items"
        );
        Assert.Equal(0, without.ExitCode);
        Assert.Equal(1, FolderContent.Read(shop.Folder)["public.orders"].Rows);
    }

    [SkippableFact]
    public async Task Verifies_a_target_that_it_may_only_read()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(Grants);

        var run = await Tool.RunVerbAsync(
            "verify",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(0, run.ExitCode);
    }

    [SkippableFact]
    public async Task Loads_with_SELECT_and_INSERT_alone()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var owned = await postgres.CloneAsync("test", Shop.Schema);
        await shop.Target.ExecuteAsync(
            $"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}; GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {PostgresFixture.Stranger}"
        );

        var run = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder,
            "--verify"
        );
        await Tool.RunVerbAsync("import", "--target", owned.Url, "--snapshot", shop.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(await owned.ContentAsync(), await shop.Target.ContentAsync());
        Assert.Equal("4", await shop.Target.ScalarAsync("SELECT nextval('customers_id_seq')"));
    }

    [SkippableFact]
    public async Task May_not_load_and_is_told_which_tables_refuse()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync($"{Grants}; GRANT INSERT ON customers TO {PostgresFixture.Stranger}");

        var run = await Tool.RunToEndAsync(
            "import",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [(RowProblemKind.NotInsertable, "items"), (RowProblemKind.NotInsertable, "orders")],
            Assert
                .IsType<SnapshotSeedException>(run.Failure)
                .Problems.Select(problem => (problem.Kind, problem.Table))
                .Order()
        );
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }

    [SkippableFact]
    public async Task May_not_load_with_INSERT_alone_because_rows_could_not_be_compared()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync($"GRANT INSERT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}");

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tool.RunVerbAsync(
                "import",
                "--target",
                shop.Target.UrlOf(PostgresFixture.Stranger),
                "--snapshot",
                shop.Folder
            )
        );

        Assert.Equal(
            [
                (RowProblemKind.NotReadable, "customers"),
                (RowProblemKind.NotReadable, "items"),
                (RowProblemKind.NotReadable, "orders"),
            ],
            refusal.Problems.Select(problem => (problem.Kind, problem.Table)).Order()
        );
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }
}
