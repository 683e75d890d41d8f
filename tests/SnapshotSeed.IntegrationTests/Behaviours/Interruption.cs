using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// An export or import that is ended in the middle, where a lock of another session holds it: whatever ends it, the old
/// folder and the target stay as they were, and the next run works.
/// </summary>
[Collection(OneServer.Name)]
public sealed class Interruption(PostgresFixture postgres)
{
    // What the tests of an import hold: by then it has inserted customers in its own transaction.
    private const string HoldsImport = "LOCK TABLE items IN SHARE MODE";
    private const string HoldsExport = "LOCK TABLE items IN ACCESS EXCLUSIVE MODE";

    [SkippableFact]
    public async Task By_a_token_leaves_the_target_as_it_was()
    {
        await using var shop = await HalfLoadedAsync();
        var content = await shop.Target.ContentAsync();
        await using var holder = await Holder.TakeAsync(shop.Target, HoldsImport);
        using var cancellation = new CancellationTokenSource();

        var import = shop.ImportAsync(cancellationToken: cancellation.Token);
        await holder.WaitForVictimsAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);
        Assert.Equal(content, await shop.Target.ContentAsync());
        await holder.ReleaseAsync();
        await WorksNowAsync(shop);
    }

    [SkippableFact]
    public async Task By_a_token_leaves_the_folder_as_it_was()
    {
        await using var shop = await ChangedSourceAsync();
        await using var holder = await Holder.TakeAsync(shop.Source, HoldsExport);
        using var cancellation = new CancellationTokenSource();

        var export = shop.ExportAsync(cancellationToken: cancellation.Token);
        await holder.WaitForVictimsAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export);
        await FolderIsAsItWasAsync(shop, holder);
    }

    [SkippableFact]
    public async Task Before_anything_began_leaves_both_as_they_were()
    {
        await using var shop = await HalfLoadedAsync();
        var content = await shop.Target.ContentAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            shop.ImportAsync(cancellationToken: cancelled.Token)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            shop.ExportAsync(folder: Path.Combine(shop.Parent, "new"), cancellationToken: cancelled.Token)
        );

        Assert.Equal(content, await shop.Target.ContentAsync());
        Assert.Equal([shop.Folder], Directory.GetFileSystemEntries(shop.Parent));
    }

    [SkippableFact]
    public async Task By_Ctrl_C_ends_an_import_with_exit_code_130()
    {
        await using var shop = await HalfLoadedAsync();
        var content = await shop.Target.ContentAsync();
        await using var holder = await Holder.TakeAsync(shop.Target, HoldsImport);
        using var tool = Tool.Start("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        await holder.WaitForVictimsAsync();

        await tool.InterruptAsync();
        var run = await tool.EndAsync();

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("error: canceled", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Equal(content, await shop.Target.ContentAsync());
        await holder.ReleaseAsync();
        await WorksNowAsync(shop);
    }

    [SkippableFact]
    public async Task By_Ctrl_C_ends_an_export_with_exit_code_130()
    {
        await using var shop = await ChangedSourceAsync();
        await using var holder = await Holder.TakeAsync(shop.Source, HoldsExport);
        using var tool = Tool.Start("export", "--source", shop.Source.Url, "--snapshot", shop.Folder);
        await holder.WaitForVictimsAsync();

        await tool.InterruptAsync();
        var run = await tool.EndAsync();

        Assert.Equal(130, run.ExitCode);
        await FolderIsAsItWasAsync(shop, holder);
    }

    [SkippableFact]
    public async Task By_kill_leaves_the_target_as_it_was()
    {
        await using var shop = await HalfLoadedAsync();
        var content = await shop.Target.ContentAsync();
        await using var holder = await Holder.TakeAsync(shop.Target, HoldsImport);
        using var tool = Tool.Start("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        await holder.WaitForVictimsAsync();

        tool.Kill();
        await tool.EndAsync();
        Assert.Equal(content, await shop.Target.ContentAsync());

        // The server notices only when it wants to answer.
        await holder.ReleaseAsync();
        await AloneAsync(shop.Target);
        Assert.Equal(content, await shop.Target.ContentAsync());
        await WorksNowAsync(shop);
    }

    [SkippableFact]
    public async Task By_kill_leaves_the_folder_as_it_was_and_the_next_export_tidies_up()
    {
        await using var shop = await ChangedSourceAsync();
        var kept = Path.Combine(shop.Parent, "kept");
        await using var holder = await Holder.TakeAsync(shop.Source, HoldsExport);
        using var tool = Tool.Start("export", "--source", shop.Source.Url, "--snapshot", shop.Folder);
        await holder.WaitForVictimsAsync();

        tool.Kill();
        await tool.EndAsync();
        FolderDifference.AssertNone(kept, shop.Folder);
        // The two folders, and what the killed one left: a folder and its lock.
        Assert.Equal(4, Directory.GetFileSystemEntries(shop.Parent).Length);

        await holder.ReleaseAsync();
        await shop.ExportAsync();
        Assert.Contains(
            "changed since",
            await File.ReadAllTextAsync(shop.Path("customers.tsv")),
            StringComparison.Ordinal
        );
        Assert.Equal([kept, shop.Folder], Directory.GetFileSystemEntries(shop.Parent).Order());
    }

    [SkippableFact]
    public async Task By_the_server_ends_an_import_with_exit_code_1()
    {
        await using var shop = await HalfLoadedAsync();
        var content = await shop.Target.ContentAsync();
        await using var holder = await Holder.TakeAsync(shop.Target, HoldsImport);
        using var tool = Tool.Start("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        var victims = await holder.WaitForVictimsAsync();

        await shop.Target.ExecuteAsync($"SELECT pg_terminate_backend({Assert.Single(victims)})");
        var run = await tool.EndAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: ", run.Errors, StringComparison.Ordinal);
        Assert.Matches("(hint|note): ", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(content, await shop.Target.ContentAsync());
        await holder.ReleaseAsync();
        await WorksNowAsync(shop);
    }

    [SkippableFact]
    public async Task By_the_server_ends_an_export_with_exit_code_1()
    {
        await using var shop = await ChangedSourceAsync();
        await using var holder = await Holder.TakeAsync(shop.Source, HoldsExport);
        using var tool = Tool.Start("export", "--source", shop.Source.Url, "--snapshot", shop.Folder);
        var victims = await holder.WaitForVictimsAsync();

        await shop.Source.ExecuteAsync($"SELECT pg_terminate_backend({Assert.Single(victims)})");
        var run = await tool.EndAsync();

        Assert.Equal(1, run.ExitCode);
        await FolderIsAsItWasAsync(shop, holder);
    }

    [SkippableFact]
    public async Task By_a_timeout_of_the_server_is_an_error_and_no_cancellation()
    {
        await using var shop = await HalfLoadedAsync();
        var content = await shop.Target.ContentAsync();
        await shop.Target.ExecuteAsync($"ALTER DATABASE {shop.Target.Name} SET lock_timeout = '50ms'");
        await using var holder = await Holder.TakeAsync(shop.Target, HoldsImport);

        var run = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, Assert.IsType<StatementException>(run.Failure).SqlState);
        Assert.Equal(content, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task Of_an_import_of_large_files_leaves_the_target_as_it_was()
    {
        await using var large = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE first (id integer PRIMARY KEY); CREATE TABLE second (id integer PRIMARY KEY, first integer NOT NULL REFERENCES first)",
            "INSERT INTO first SELECT generate_series(1, 6000); INSERT INTO second SELECT n, n FROM generate_series(1, 6000) n",
            new ExportOptions { Limit = 6000 }
        );
        await using var holder = await Holder.TakeAsync(large.Target, "LOCK TABLE second IN SHARE MODE");
        using var cancellation = new CancellationTokenSource();

        var import = large.ImportAsync(cancellationToken: cancellation.Token);
        await holder.WaitForVictimsAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);
        await holder.ReleaseAsync();
        Assert.Equal("0", await large.Target.ScalarAsync("SELECT count(*) FROM first"));
        Assert.Equal([6000, 6000], (await large.ImportAsync()).Tables.Select(table => table.Inserted));
    }

    /// <summary>A target with some rows already, so that "as it was" is not just "empty".</summary>
    private async Task<Scenario> HalfLoadedAsync()
    {
        var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync(new ImportOptions { Only = ["customers"] });
        await shop.Target.ExecuteAsync(
            "DELETE FROM customers WHERE id = 2; UPDATE customers SET name = 'its own' WHERE id = 1"
        );
        return shop;
    }

    private static async Task WorksNowAsync(Scenario shop)
    {
        Assert.Equal([1L, 4L, 6L], (await shop.ImportAsync()).Tables.Select(table => table.Inserted));
        Assert.Equal("its own", await shop.Target.ScalarAsync("SELECT name FROM customers WHERE id = 1"));
    }

    private async Task<Scenario> ChangedSourceAsync()
    {
        var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        FolderDifference.Copy(shop.Folder, Path.Combine(shop.Parent, "kept"));
        await shop.Source.ExecuteAsync("UPDATE customers SET name = 'changed since'");
        return shop;
    }

    /// <summary>The old snapshot stands untouched with nothing beside it, and the next export replaces it.</summary>
    private static async Task FolderIsAsItWasAsync(Scenario shop, Holder holder)
    {
        var kept = Path.Combine(shop.Parent, "kept");
        FolderDifference.AssertNone(kept, shop.Folder);
        Assert.Equal([kept, shop.Folder], Directory.GetFileSystemEntries(shop.Parent).Order());
        await holder.ReleaseAsync();
        await shop.ExportAsync();
        Assert.Contains(
            "changed since",
            await File.ReadAllTextAsync(shop.Path("customers.tsv")),
            StringComparison.Ordinal
        );
    }

    private static Task AloneAsync(TestDatabase database) =>
        Wait.UntilAsync(
            "the killed tool's session ends",
            async () =>
                await database.ScalarAsync(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snapshotseed'"
                ) == "0"
        );
}
