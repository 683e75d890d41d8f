using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Export;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Through pgbouncer, which hands its one server connection to the next client as soon as a transaction ends.
/// </summary>
[Collection(OneServer.Name)]
public sealed class TransactionPooling(PostgresFixture postgres, PoolerFixture pooler) : IClassFixture<PoolerFixture>
{
    // So many readings that they go through a temporary table.
    private const string Schema = Shop.Schema + "; CREATE TABLE readings (id integer PRIMARY KEY, value text)";
    private const string Data =
        Shop.Data + "; INSERT INTO readings SELECT n, 'value ' || n FROM generate_series(1, 6000) n";

    /// <summary>
    /// Everything that a session may leave behind. The parameters that pgbouncer itself sets for each client are part
    /// of it, and the client is the same.
    /// </summary>
    private const string SessionState = """
        SELECT 'session', pg_backend_pid()::text
        UNION ALL SELECT name, setting FROM pg_settings
        UNION ALL SELECT 'advisory lock', classid || ' ' || objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
        UNION ALL SELECT 'temporary table', relname FROM pg_class WHERE relpersistence = 't'
        UNION ALL SELECT 'prepared statement', name FROM pg_prepared_statements
        UNION ALL SELECT 'cursor', name FROM pg_cursors WHERE name <> ''
        UNION ALL SELECT 'channel', c FROM pg_listening_channels() c
        UNION ALL SELECT 'user', current_user || ' ' || session_user
        ORDER BY 1, 2
        """;

    [SkippableFact]
    public async Task Works_for_every_command_and_leaves_nothing_behind()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var (source, target) = (await pooler.UrlAsync(shop.Source), await pooler.UrlAsync(shop.Target));
        await using var ofSource = await pooler.OpenAsync(shop.Source);
        await using var ofTarget = await pooler.OpenAsync(shop.Target);
        var (sourceBefore, targetBefore) = (await StateAsync(ofSource), await StateAsync(ofTarget));
        var direct = Path.Combine(shop.Parent, "direct");
        await shop.ExportAsync(new() { Limit = 6000 }, direct);

        await RunAsync("plan", "--source", source, "--limit", "6000");
        await RunAsync("export", "--source", source, "--snapshot", shop.Folder, "--limit", "6000");
        FolderDifference.AssertNone(direct, shop.Folder);
        await RunAsync("plan", "--target", target, "--snapshot", shop.Folder);
        var first = await RunAsync("import", "--target", target, "--snapshot", shop.Folder, "--verify", "--json");
        Assert.Equal((6013, 0), first.Sums());
        var second = await RunAsync("import", "--target", target, "--snapshot", shop.Folder, "--json");
        Assert.Equal((0, 6013), second.Sums());
        await RunAsync("import", "--target", target, "--snapshot", shop.Folder, "--truncate-first");
        await RunAsync("verify", "--target", target, "--snapshot", shop.Folder);
        await RunAsync("refresh", "--source", source, "--target", target, "--snapshot", shop.Folder, "--limit", "6000");
        await shop.EditAsync("customers.tsv", "2\tbob@example.org", "5\tada@example.org");
        await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            RunAsync("import", "--target", target, "--snapshot", shop.Folder)
        );

        Assert.Equal(sourceBefore, await StateAsync(ofSource));
        Assert.Equal(targetBefore, await StateAsync(ofTarget));
    }

    [SkippableFact]
    public async Task Has_no_second_connection_for_a_large_export()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Schema,
            $"{Data}; INSERT INTO readings SELECT n, 'value ' || n FROM generate_series(6001, 60000) n; ANALYZE"
        );
        var direct = Path.Combine(shop.Parent, "direct");
        await shop.ExportAsync(new() { Limit = 60_000 }, direct);

        await using var connection = await pooler.OpenAsync(shop.Source);
        var export = new ExportRun(
            connection,
            openAnother: async _ => await pooler.OpenAsync(shop.Source),
            rowsForTwo: 60_000
        );
        await Wait.ForAsync("the export ends", export.ExportAsync(shop.Folder, new() { Limit = 60_000 }));

        FolderDifference.AssertNone(direct, shop.Folder);
    }

    [SkippableFact]
    public async Task Leaves_nothing_behind_when_interrupted()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data, new() { Limit = 6000 });
        var content = await shop.Target.ContentAsync();
        await using (var holder = await Holder.TakeAsync(shop.Target, "LOCK TABLE items IN SHARE MODE"))
        {
            using var tool = Tool.Start(
                "import",
                "--target",
                await pooler.UrlAsync(shop.Target),
                "--snapshot",
                shop.Folder
            );
            await holder.WaitForVictimsAsync();

            await tool.InterruptAsync();

            Assert.Equal(130, (await tool.EndAsync()).ExitCode);
        }

        Assert.Equal(content, await shop.Target.ContentAsync());
        await using var next = await pooler.OpenAsync(shop.Target);
        Assert.DoesNotContain(
            await StateAsync(next),
            line =>
                line.StartsWith("advisory lock", StringComparison.Ordinal)
                || line.StartsWith("temporary table", StringComparison.Ordinal)
        );
        Assert.Equal(
            6013,
            (await new ImportRun(next).ImportAsync(shop.Folder, new ImportOptions())).Tables.Sum(table =>
                table.Inserted
            )
        );
    }

    [SkippableFact]
    public async Task Lets_two_imports_at_once_end_well()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var imports = await Task.WhenAll(ImportAsync(), ImportAsync());

        Assert.Equal([0L, 13L], imports.Order());
        Assert.True((await shop.VerifyAsync()).Succeeded);

        async Task<long> ImportAsync()
        {
            await using var connection = await pooler.OpenAsync(shop.Target);
            return (await new ImportRun(connection).ImportAsync(shop.Folder, new ImportOptions())).Tables.Sum(table =>
                table.Inserted
            );
        }
    }

    [SkippableFact]
    public async Task Does_not_hide_that_source_and_target_are_one_database()
    {
        await using var database = await postgres.CloneAsync("test", $"{Shop.Schema};\n{Shop.Data}");
        using var temporary = new TemporaryFolder();
        var pooled = await pooler.UrlAsync(database);

        foreach (var (source, target) in new[] { (database.Url, pooled), (pooled, database.Url), (pooled, pooled) })
        {
            var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
                Tool.RunVerbAsync(
                    "refresh",
                    "--source",
                    source,
                    "--target",
                    target,
                    "--snapshot",
                    temporary["snapshot"]
                )
            );
            Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
            TextAssert.Contains(refusal.Message, database.Name);
        }
    }

    [SkippableFact]
    public async Task Says_what_to_do_about_startup_options_that_the_pooler_refuses()
    {
        await using var database = await postgres.CloneAsync("test", Shop.Schema);
        var url = await pooler.UrlAsync(database);

        var refusal = await Assert.ThrowsAsync<ToolException>(() =>
            Tool.RunVerbAsync("plan", "--source", $"{url}?options=-c%20statement_timeout%3D5s")
        );

        Assert.Equal(
            PostgresErrorCodes.ProtocolViolation,
            Assert.IsType<PostgresException>(refusal.InnerException).SqlState
        );
        TextAssert.Contains(refusal.Hint, "ignore_startup_parameters");
    }

    private static async Task<ToolRun> RunAsync(params string[] arguments)
    {
        var run = await Tool.RunVerbAsync(arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)}: {run}");
        return run;
    }

    private static async Task<List<string>> StateAsync(NpgsqlConnection client) =>
        [.. (await TestSql.RowsAsync(client, SessionState)).Select(row => string.Join(": ", row))];
}
