using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Guard(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Refuses_a_target_whose_name_does_not_say_test()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var content = await shop.Source.ContentAsync();

        var run = await Tool.RunAsync(
            "import",
            "--target",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--truncate-first"
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(shop.Source.Name, run.Errors, StringComparison.Ordinal);
        Assert.Contains("--allow-target", run.Errors, StringComparison.Ordinal);
        Assert.Equal(content, await shop.Source.ContentAsync());
    }

    [SkippableFact]
    public async Task Lets_a_target_pass_that_is_named()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var run = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--allow-target",
            shop.Source.Name
        );
        Assert.Equal(0, run.ExitCode);
        await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tool.RunVerbAsync(
                "import",
                "--target",
                shop.Source.Url,
                "--snapshot",
                shop.Folder,
                "--allow-target",
                "another"
            )
        );
    }

    [SkippableFact]
    public async Task Refuses_to_refresh_a_database_from_itself_however_it_is_called()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync("UPDATE customers SET name = 'would change the folder'");
        var kept = Path.Combine(shop.Parent, "kept");
        FolderDifference.Copy(shop.Folder, kept);
        var socket =
            $"postgresql://postgres@/{shop.Source.Name}?host={Uri.EscapeDataString(postgres.Server.SocketDirectory)}&port={shop.Source.Port}";

        foreach (var target in new[] { shop.Source.Url, socket })
        {
            var run = await Tool.RunAsync(
                "refresh",
                "--source",
                shop.Source.Url,
                "--target",
                target,
                "--snapshot",
                shop.Folder,
                "--allow-target",
                shop.Source.Name
            );
            Assert.Equal(2, run.ExitCode);
            Assert.StartsWith("error: ", run.Errors, StringComparison.Ordinal);
            TextAssert.Contains(run.Errors, shop.Source.Name);
            FolderDifference.AssertNone(kept, shop.Folder);
        }
    }

    [SkippableFact]
    public async Task Refuses_a_wrong_target_of_refresh_before_the_folder_changes()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await using var production = await postgres.CloneAsync("production", Shop.Schema);

        var run = await Tool.RunAsync(
            "refresh",
            "--source",
            shop.Source.Url,
            "--target",
            production.Url,
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(production.Name, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(shop.Folder));
        Assert.Equal("0", await production.ScalarAsync("SELECT count(*) FROM customers"));
    }

    [SkippableFact]
    public async Task Lets_refresh_export_import_and_verify()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);

        var run = await Tool.RunAsync(
            "refresh",
            "--source",
            shop.Source.Url,
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(run.Output, "13");
        Assert.Equal("3", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }
}
