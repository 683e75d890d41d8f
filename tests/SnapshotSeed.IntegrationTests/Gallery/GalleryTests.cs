using System.Globalization;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Gallery;

/// <summary>The demo database of the make targets, at their scale.</summary>
[Collection(OneServer.Name)]
public sealed class GalleryTests(PostgresFixture postgres)
{
    private const int Limit = 100;
    private const int Floor = 10;

    [SkippableFact]
    public async Task Every_table_meets_its_floor_and_nearly_all_are_full()
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        var files = await GalleryDatabase.ExportAsync(demo, temporary["snapshot"]);

        Assert.Equal(27, files.Tables.Length);
        var asked = 0;
        foreach (var table in files.Tables)
        {
            var all = int.Parse(
                (await demo.ScalarAsync($"SELECT count(*) FROM {table.Name}"))!,
                CultureInfo.InvariantCulture
            );
            asked += Math.Min(all, Limit);
            Assert.True(all > 0, $"{table.Name} has no rows in the demo data");
            Assert.True(table.Rows >= Math.Min(Floor, all), $"{table.Name}: {table.Rows} of {all} rows");
        }

        var full = (double)files.Tables.Sum(table => Math.Min(table.Rows, Limit)) / asked;
        Assert.True(full >= 0.97, $"{full:P1} of the rows asked for");
        Assert.All(files.Tables, table => Assert.True(table.Rows <= 2 * Limit, $"{table.Name}: {table.Rows} rows"));
    }

    [SkippableFact]
    public async Task The_sample_is_closed_minimal_and_loads()
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        await using var test = await GalleryDatabase.EmptyAsync(postgres);
        using var temporary = new TemporaryFolder();
        var files = await GalleryDatabase.ExportAsync(demo, temporary["snapshot"]);

        Assert.Empty(files.Contradictions());
        Assert.Empty(files.Dangling());
        Assert.Empty(files.Superfluous(Limit));

        Assert.Equal(
            0,
            (
                await Tool.RunVerbAsync("import", "--target", test.Url, "--snapshot", temporary["snapshot"], "--verify")
            ).ExitCode
        );
        var again = await Tool.RunVerbAsync(
            "import",
            "--target",
            test.Url,
            "--snapshot",
            temporary["snapshot"],
            "--json"
        );
        Assert.Equal(0, again.Sums().Inserted);
        Assert.Empty(await test.DanglingAsync());
        Assert.Equal(
            0,
            (
                await Tool.RunVerbAsync(
                    "export",
                    "--source",
                    test.Url,
                    "--snapshot",
                    temporary["back"],
                    "--limit",
                    "1000"
                )
            ).ExitCode
        );
        FolderDifference.AssertSameRows(temporary["snapshot"], temporary["back"]);
    }

    [SkippableFact]
    public async Task Tables_whose_first_rows_belong_to_far_users_have_rows_nevertheless()
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        var files = await GalleryDatabase.ExportAsync(demo, temporary["snapshot"]);

        foreach (
            var name in new[]
            {
                "tag_ratings",
                "user_notifications",
                "user_search_history",
                "user_interactions",
                "recommendations",
                "bookmark_category_members",
                "flagged_content",
                "content_tags",
            }
        )
            Assert.True(files[$"public.{name}"].Rows >= Floor, name);
    }

    [SkippableFact]
    public async Task A_read_only_role_gets_the_same_bytes()
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        await GalleryDatabase.ExportAsync(demo, temporary["snapshot"]);
        await demo.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}");

        var run = await Tool.RunVerbAsync(
            "export",
            "--source",
            demo.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            temporary["stranger"]
        );

        Assert.Equal(0, run.ExitCode);
        FolderDifference.AssertNone(temporary["snapshot"], temporary["stranger"]);
    }

    [SkippableFact]
    public async Task The_committed_snapshot_is_what_an_export_gives_today()
    {
        var committed = FixtureFolders.At("rdbms_init_from_demo");
        Skip.IfNot(
            File.Exists(Path.Combine(committed, "snapshot.json")),
            $"There is no snapshot in {committed}: run make refresh-test-seed-from-demo and commit it."
        );
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        await GalleryDatabase.ExportAsync(demo, temporary["snapshot"]);

        FolderDifference.AssertNone(committed, temporary["snapshot"]);
    }

    [SkippableFact]
    public async Task With_its_configuration_tags_have_their_content_and_the_demo_admin_all_that_is_theirs()
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        await using var test = await GalleryDatabase.EmptyAsync(postgres);
        using var temporary = new TemporaryFolder();
        string[] common =
        [
            "--snapshot",
            temporary["snapshot"],
            "--config",
            FixtureFolders.At("gallery/snapshotseed.json"),
        ];

        var export = await Tool.RunToEndAsync(["export", "--source", demo.Url, .. common]);
        var import = await Tool.RunToEndAsync(["import", "--target", test.Url, "--verify", .. common]);
        var again = await Tool.RunToEndAsync(["import", "--target", test.Url, "--verify", .. common]);

        Assert.Equal((0, 0, 0), (export.ExitCode, import.ExitCode, again.ExitCode));
        TextAssert.Contains(again.Output, "0 rows inserted");
        Assert.Equal(
            "0",
            await test.ScalarAsync(
                "SELECT count(*) FROM content_tags t WHERE NOT EXISTS (SELECT FROM content_items WHERE id = content_id AND content_source = 'items')"
                    + " AND NOT EXISTS (SELECT FROM content_items_auto WHERE id = content_id AND content_source = 'auto')"
            )
        );
        foreach (var table in new[] { "content_items", "bookmarks", "user_interactions" })
        {
            var theirs =
                $"SELECT count(*) FROM {table} WHERE {(table == "content_items" ? "creator_id" : "user_id")} = 239";
            Assert.Equal(await demo.ScalarAsync(theirs), await test.ScalarAsync(theirs));
        }

        Assert.Equal("239", await test.ScalarAsync("SELECT id FROM users WHERE handle = 'demo_admin'"));
    }
}
