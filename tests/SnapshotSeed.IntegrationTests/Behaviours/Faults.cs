using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Everything that can end a run from outside, in every phase of it, met by a text that only that phase sends. Afterwards target and folder are as they
/// were, the exit code is right, the message has a next step and no password, and the next run works.
/// </summary>
[Collection(OneServer.Name)]
public sealed class Faults(PostgresFixture postgres)
{
    private const string Password = "correct-horse";

    // A cycle, and a table large enough to be copied into a temporary one.
    private const string Schema = Shop.Schema + """
        ;
        CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
        CREATE TABLE numbers (number integer PRIMARY KEY)
        """;

    private const string Data = Shop.Data + """
        ;
        WITH a AS (INSERT INTO a VALUES (1, 1), (2, 2)), b AS (INSERT INTO b VALUES (1, 2), (2, 1)) SELECT;
        INSERT INTO numbers SELECT generate_series(1, 6000)
        """;

    /// <summary>What ends a run where the wire holds it, and the exit code that the run has then.</summary>
    private static readonly Dictionary<string, (int ExitCode, Func<Wire, TestDatabase, CancellationTokenSource, Task> HappenAsync)> Kinds = new(StringComparer.Ordinal)
    {
        ["the network is cut"] = (1, CutAsync),
        ["the session is terminated"] = (1, TerminateAsync),
        ["cancelled"] = (130, CancelAsync),
    };

    [SkippableTheory]
    [InlineData("the session's settings", "READ ONLY")]
    [InlineData("the catalog", "pg_catalog.pg_constraint")]
    [InlineData("the floor", "LIMIT 10")]
    [InlineData("referenced rows", "SELECT DISTINCT 0, p.tableoid")]
    [InlineData("referenced rows of a cycle", "WITH RECURSIVE needed")]
    [InlineData("the fill", "LIMIT 6000")]
    [InlineData("the guards", "AND NOT EXISTS (SELECT FROM ONLY")]
    [InlineData("fetching the rows", "c.\"email\"")]
    public async Task In_an_export_leave_the_folder_as_it_was(string phase, string text)
    {
        _ = phase;
        foreach (var kind in Kinds.Keys)
        {
            await using var shop = await ChangedAsync();
            var before = await shop.Target.ContentAsync();

            var run = await RunAsync(kind, shop.Source, Wire.Before(shop.Source, text), url => ["export", "--source", url, "--snapshot", shop.Folder, "--limit", "6000"]);

            AssertFailed(kind, run, "Nothing was changed.");
            AssertFolderIsAsItWas(shop);
            Assert.Equal(before, await shop.Target.ContentAsync());
        }
    }

    [SkippableTheory]
    [InlineData("the session's settings", "SET LOCAL DateStyle")]
    [InlineData("the lock", "pg_advisory_xact_lock")]
    [InlineData("the catalog", "pg_catalog.pg_constraint")]
    [InlineData("the search path", "set_config('search_path'")]
    [InlineData("a temporary table", "CREATE TEMPORARY TABLE")]
    [InlineData("copying into it", "COPY pg_temp")]
    [InlineData("the middle of copying", "\n4000\n")]
    [InlineData("inserting what was copied", "NOT MATERIALIZED")]
    [InlineData("inserting small tables", "INSERT INTO \"public\".\"items\"")]
    [InlineData("inserting a cycle", "INSERT INTO \"public\".\"b\"")]
    [InlineData("dropping the temporary table", "DROP TABLE")]
    public async Task In_an_import_leave_the_target_as_it_was(string phase, string text)
    {
        _ = phase;
        foreach (var kind in Kinds.Keys)
        {
            await using var shop = await ChangedAsync();
            var before = await shop.Target.ContentAsync();

            var run = await RunAsync(kind, shop.Target, Wire.Before(shop.Target, text), url => ["import", "--target", url, "--snapshot", shop.Folder]);

            AssertFailed(kind, run, "Nothing was changed.");
            Assert.Equal(before, await shop.Target.ContentAsync());
            AssertFolderIsAsItWas(shop);
            Assert.Equal(6016, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        }
    }

    /// <summary>A sequence does not go back with a rollback. One that is ahead harms nobody.</summary>
    [SkippableTheory]
    [InlineData("the sequences", "SELECT pg_catalog.setval(")]
    [InlineData("the commit", "COMMIT\0")]
    public async Task In_the_last_steps_of_an_import_leave_its_rows_as_they_were(string phase, string text)
    {
        _ = phase;
        foreach (var kind in Kinds.Keys)
        {
            await using var shop = await ChangedAsync();
            var before = await shop.Target.ContentAsync(withSequences: false);

            var run = await RunAsync(kind, shop.Target, Wire.Before(shop.Target, text), url => ["import", "--target", url, "--snapshot", shop.Folder]);

            // A COMMIT that was under way when the user cancelled may be done.
            if (run.ExitCode == 0)
            {
                Assert.Equal(("cancelled", "COMMIT\0"), (kind, text));
                Assert.Contains("6016 rows inserted", run.Output, StringComparison.Ordinal);
            }
            else
            {
                Assert.True(run.ExitCode == Kinds[kind].ExitCode, $"{kind}: {run}");
                Assert.Equal(before, await shop.Target.ContentAsync(withSequences: false));
            }

            Assert.Equal(6017, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted + table.Skipped));
            Assert.Empty((await shop.VerifyAsync()).Sequences);
        }
    }

    [SkippableFact]
    public async Task In_the_answer_to_the_commit_leave_it_open_and_say_so()
    {
        await using var shop = await ChangedAsync();

        var run = await RunAsync("the network is cut", shop.Target, Wire.After(shop.Target, "COMMIT\0"), url => ["import", "--target", url, "--snapshot", shop.Folder]);

        AssertFailed("the network is cut", run, "not known whether the target holds the rows");
        Assert.DoesNotContain("Nothing was changed", run.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
    }

    [SkippableFact]
    public async Task After_the_last_row_of_an_export_do_no_harm()
    {
        foreach (var kind in Kinds.Keys)
        {
            await using var shop = await ChangedAsync();

            var run = await RunAsync(kind, shop.Source, Wire.Before(shop.Source, "ROLLBACK"), url => ["export", "--source", url, "--snapshot", shop.Folder, "--limit", "6000"]);

            Assert.True(run.ExitCode == 0, $"{kind}: {run}");
            Assert.Contains("changed since", await File.ReadAllTextAsync(shop.Path("customers.tsv")), StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData("comparing large tables", "COPY pg_temp")]
    [InlineData("comparing", "compared AS")]
    [InlineData("the references", "AND NOT EXISTS (SELECT FROM ONLY")]
    public async Task In_a_verification_leave_no_verdict(string phase, string text)
    {
        _ = phase;
        await using var shop = await ChangedAsync();
        await shop.ImportAsync();
        var before = await shop.Target.ContentAsync();
        foreach (var kind in Kinds.Keys)
        {
            var run = await RunAsync(kind, shop.Target, Wire.Before(shop.Target, text), url => ["verify", "--target", url, "--snapshot", shop.Folder]);

            AssertFailed(kind, run, "Nothing was changed.");
            Assert.Equal(before, await shop.Target.ContentAsync());
        }
    }

    [SkippableFact]
    public async Task After_a_part_that_stays_say_what_stays()
    {
        foreach (var kind in Kinds.Keys)
        {
            await using var shop = await ChangedAsync();
            var before = await shop.Target.ContentAsync();
            var refresh = await RunAsync(kind, shop.Target, Wire.Before(shop.Target, "pg_advisory_xact_lock"), url =>
                ["refresh", "--source", shop.Source.Url, "--target", url, "--snapshot", shop.Folder, "--limit", "6000", "--json"]);
            AssertFailed(kind, refresh, "the snapshot folder is the new one. The target is as it was");
            Assert.Equal(before, await shop.Target.ContentAsync());
            Assert.Contains("changed since", await File.ReadAllTextAsync(shop.Path("customers.tsv")), StringComparison.Ordinal);

            var import = await RunAsync(kind, shop.Target, Wire.Before(shop.Target, "compared AS"), url => ["import", "--target", url, "--snapshot", shop.Folder, "--verify"]);
            AssertFailed(kind, import, "the target holds its rows");
            Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        }
    }

    [SkippableFact]
    public async Task Of_a_network_that_swallows_the_first_packet_end_at_the_connection_timeout()
    {
        await using var shop = await ChangedAsync();
        await using var wire = Wire.Before(shop.Target, "application_name");

        var run = await Tool.RunToEndAsync(CancellationToken.None, "import", "--target", wire.Url(Password, "&connect_timeout=1"), "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot connect to the target database", run.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Of_a_server_that_is_gone_without_a_word_end_at_the_second_Ctrl_C()
    {
        await using var shop = await ChangedAsync();
        await using var wire = Wire.Into(shop.Target, "pg_advisory_xact_lock");
        using var tool = Tool.Start("import", "--target", wire.Url(Password), "--snapshot", shop.Folder);
        await Task.WhenAny(wire.Reached, tool.EndAsync());

        // A second one at once counts as the first; only one after a second means that the user has had enough.
        await tool.InterruptAsync();
        await tool.InterruptAsync();
        await Task.WhenAny(tool.EndAsync(), Task.Delay(TimeSpan.FromSeconds(1.1)));
        await tool.InterruptAsync();

        var run = await tool.EndAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(130, run.ExitCode);
        Assert.Empty(run.Output);
    }

    /// <summary>The settings come with the URL; the lock of another session holds the import in its middle.</summary>
    [SkippableTheory]
    [InlineData("lock_timeout=50ms", "Another session holds locks")]
    [InlineData("statement_timeout=500ms", "statement_timeout")]
    public async Task Of_the_servers_timeouts_are_errors(string setting, string hint)
    {
        await using var shop = await ChangedAsync();
        var before = await shop.Target.ContentAsync();
        await using var holder = await Holder.TakeAsync(shop.Target, "LOCK TABLE items IN SHARE MODE");

        var run = await Tool.RunToEndAsync(CancellationToken.None, "import", "--target", $"{shop.Target.Url}?options=-c%20{setting}", "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(hint, run.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await shop.Target.ContentAsync());
    }

    /// <summary>Two imports never meet so; an application's session can. The import is the one to give way here: its deadlock_timeout is the shorter.</summary>
    [SkippableFact]
    public async Task Of_a_deadlock_with_another_session_are_errors()
    {
        await using var shop = await ChangedAsync();
        var before = await shop.Target.ContentAsync();
        await using var holder = await Holder.TakeAsync(shop.Target, "SET LOCAL deadlock_timeout = '60s'; LOCK TABLE items IN SHARE MODE");
        var import = Tool.RunToEndAsync(CancellationToken.None, "import", "--target", $"{shop.Target.Url}?options=-c%20deadlock_timeout=300ms", "--snapshot", shop.Folder);
        await holder.WaitForVictimsAsync();

        await holder.ExecuteAsync("LOCK TABLE customers IN SHARE MODE");
        var run = await import;

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("deadlock detected", run.Errors, StringComparison.Ordinal);
        Assert.Contains("run the command again", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await shop.Target.ContentAsync());
    }

    /// <summary>SIGKILL of one session makes the server end all and recover from its log, as after a loss of power.</summary>
    [SkippableTheory]
    [InlineData("inserting", "NOT MATERIALIZED")]
    [InlineData("the commit", "COMMIT\0")]
    public async Task Of_a_server_that_is_killed_leave_the_target_as_it_was(string phase, string text)
    {
        _ = (phase, postgres.Server);
        var server = new PostgresFixture();
        await server.InitializeAsync();
        try
        {
            await using var shop = await Scenario.ExportedAsync(server, Schema, Data, new ExportOptions { Limit = 6000 });
            var before = await shop.Target.ContentAsync(withSequences: false);
            await using var wire = Wire.Before(shop.Target, text);
            var import = Tool.RunToEndAsync(CancellationToken.None, "import", "--target", wire.Url(Password), "--snapshot", shop.Folder);
            await Task.WhenAny(wire.Reached, import);

            var session = await shop.Target.ScalarAsync("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snapshotseed'");
            Process.GetProcessById(int.Parse(session!, CultureInfo.InvariantCulture)).Kill();
            await Wait.UntilAsync("the server has recovered", async () => await RecoveredAsync(server, shop.Target));
            wire.Release();
            var run = await import;

            AssertFailed("the network is cut", run, "");
            Assert.Equal(before, await shop.Target.ContentAsync(withSequences: false));
            Assert.Equal(6017, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<bool> RecoveredAsync(PostgresFixture server, TestDatabase database)
    {
        try
        {
            // Takes a broken connection out of the server's pool, where there is one.
            await server.Server.DropDatabaseAsync("none");
            return await database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snapshotseed'") == "0";
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>A snapshot that the source has left behind, a copy of it under the name kept, and a target with a row of its own.</summary>
    private async Task<Scenario> ChangedAsync()
    {
        var shop = await Scenario.ExportedAsync(postgres, Schema, Data, new ExportOptions { Limit = 6000 });
        FolderDifference.Copy(shop.Folder, Path.Combine(shop.Parent, "kept"));
        await shop.Source.ExecuteAsync("UPDATE customers SET name = 'changed since'");
        await shop.Target.ExecuteAsync("INSERT INTO customers (id, email, name) VALUES (1, 'ada@example.org', 'its own')");
        return shop;
    }

    /// <summary>Runs the tool by way of a wire, and lets a fault happen where the wire holds it.</summary>
    private static async Task<ToolRun> RunAsync(string kind, TestDatabase database, Wire wire, Func<string, string[]> arguments)
    {
        using var cancellation = new CancellationTokenSource();
        await using (wire)
        {
            var run = Tool.RunToEndAsync(cancellation.Token, arguments(wire.Url(Password)));
            if (await Task.WhenAny(wire.Reached, run) == run)
                Assert.Fail($"the run ended before the phase came: {await run}");
            await Kinds[kind].HappenAsync(wire, database, cancellation);
            var ended = await run.WaitAsync(TimeSpan.FromSeconds(30));
            await Wait.UntilAsync("the tool's session ends", async () =>
                await database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snapshotseed'") == "0");
            return ended;
        }
    }

    private static Task CutAsync(Wire wire, TestDatabase database, CancellationTokenSource cancellation)
    {
        wire.Cut();
        return Task.CompletedTask;
    }

    private static async Task TerminateAsync(Wire wire, TestDatabase database, CancellationTokenSource cancellation)
    {
        await database.ExecuteAsync("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snapshotseed'");
        wire.Release();
    }

    private static async Task CancelAsync(Wire wire, TestDatabase database, CancellationTokenSource cancellation)
    {
        // Npgsql asks the server to cancel on a connection of its own, and waits for the answer on this one.
        await cancellation.CancelAsync();
        wire.Release();
    }

    private static void AssertFolderIsAsItWas(Scenario shop)
    {
        FolderDifference.AssertNone(Path.Combine(shop.Parent, "kept"), shop.Folder);
        Assert.Equal([Path.Combine(shop.Parent, "kept"), shop.Folder], Directory.GetFileSystemEntries(shop.Parent).Order());
    }

    private static void AssertFailed(string kind, ToolRun run, string standing)
    {
        Assert.True(run.ExitCode == Kinds[kind].ExitCode, $"{kind}: {run}");
        Assert.Empty(run.Output);
        Assert.Contains("error: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("hint: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(standing, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, run.Errors, StringComparison.Ordinal);
    }
}
