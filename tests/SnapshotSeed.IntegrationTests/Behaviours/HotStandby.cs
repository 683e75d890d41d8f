using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// A streaming replica as the source. What its primary does meanwhile may cancel the export, which then starts over on
/// a fresh snapshot.
/// </summary>
[Collection(OneServer.Name)]
public sealed class HotStandby(StandbyFixture servers) : IClassFixture<StandbyFixture>
{
    // Sorting these rows, which have no key, compares them by a function that waits for whoever holds the lock: on the
    // standby, unseen by the primary.
    private const string Schema =
        Shop.Schema
        + """
            ;
            CREATE TYPE pace AS ENUM ('slow', 'slower');
            CREATE FUNCTION compare_paces(pace, pace) RETURNS integer LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN CASE WHEN $1::text < $2::text THEN -1 WHEN $1 = $2 THEN 0 ELSE 1 END; END';
            CREATE FUNCTION is_slower(pace, pace) RETURNS boolean LANGUAGE sql AS 'SELECT public.compare_paces($1, $2) < 0';
            CREATE FUNCTION is_as_slow(pace, pace) RETURNS boolean LANGUAGE sql AS 'SELECT public.compare_paces($1, $2) = 0';
            CREATE OPERATOR <<< (LEFTARG = pace, RIGHTARG = pace, FUNCTION = is_slower);
            CREATE OPERATOR === (LEFTARG = pace, RIGHTARG = pace, FUNCTION = is_as_slow);
            CREATE OPERATOR CLASS paces DEFAULT FOR TYPE pace USING btree AS OPERATOR 1 <<<, OPERATOR 3 ===, FUNCTION 1 compare_paces(pace, pace);
            CREATE TABLE walks (pace pace)
            """;

    private const string Data =
        $"{Shop.Data}; INSERT INTO walks VALUES ('slower'), ('slow'); SELECT setval('customers_id_seq', 3)";

    // Not by SELECT, whose portal would keep a snapshot that itself is in the primary's way.
    private const string Pause = "DO 'BEGIN PERFORM pg_advisory_xact_lock(1); END'";

    [SkippableFact]
    public async Task Gives_the_same_bytes_as_its_primary()
    {
        await using var shop = await CreateAsync();
        using var temporary = new TemporaryFolder();

        await ExportAsync(shop.Primary, temporary["primary"]);
        await ExportAsync(shop.Standby, temporary["standby"]);

        FolderDifference.AssertNone(temporary["primary"], temporary["standby"]);
        Assert.Equal("t", await shop.Standby.ScalarAsync("SELECT pg_is_in_recovery()"));
    }

    [SkippableFact]
    public async Task That_cancels_a_statement_is_read_again()
    {
        await using var shop = await CreateAsync();
        using var temporary = new TemporaryFolder();
        var log = new LogLines();
        await using var holder = await Holder.TakeAsync(shop.Standby, Pause);

        var export = ExportAsync(shop.Standby, temporary["standby"], log);
        var first = await AttemptAfterAsync(null, shop.Standby);
        await VacuumAwayAsync(shop, "Ada changed");
        await AttemptAfterAsync(first, shop.Standby);
        await holder.ReleaseAsync();
        await export;

        Assert.Equal(["2"], log.Of(nameof(Log.StandbyConflict), "Attempt"));
        Assert.Single(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
        await AssertIsAsOnThePrimaryAsync(shop, temporary, "Ada changed");
    }

    [SkippableFact]
    public async Task That_ends_an_idle_session_is_read_again()
    {
        await using var shop = await CreateAsync();
        using var temporary = new TemporaryFolder();
        await using var connection = await shop.Standby.OpenAsync();
        var session = connection.ProcessID;
        var log = new LogLines(line =>
        {
            // Some tables are read, others not yet; the library waits for its log.
            if (line.Contains("customers: ", StringComparison.Ordinal) && connection.ProcessID == session)
                EndAsync(shop, session).GetAwaiter().GetResult();
        });

        await new ExportRun(connection, log).ExportAsync(temporary["standby"], new ExportOptions());

        Assert.NotEqual(session, connection.ProcessID);
        Assert.Equal(["2"], log.Of(nameof(Log.StandbyConflict), "Attempt"));
        Assert.Single(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
        await AssertIsAsOnThePrimaryAsync(shop, temporary, "Ada went on");
    }

    [SkippableFact]
    public async Task That_needs_a_lock_for_its_primary_is_read_again()
    {
        await using var shop = await CreateAsync();
        using var temporary = new TemporaryFolder();
        await using var holder = await Holder.TakeAsync(shop.Standby, Pause);

        var export = ExportAsync(shop.Standby, temporary["standby"]);
        var first = await AttemptAfterAsync(null, shop.Standby);
        await shop.Primary.ExecuteAsync("BEGIN; LOCK TABLE customers IN ACCESS EXCLUSIVE MODE; COMMIT");
        await AttemptAfterAsync(first, shop.Standby);
        await holder.ReleaseAsync();
        await export;

        await AssertIsAsOnThePrimaryAsync(shop, temporary, "Ada");
    }

    [SkippableFact]
    public async Task That_never_leaves_the_export_alone_is_an_error_that_says_what_to_set()
    {
        await using var shop = await CreateAsync();
        using var temporary = new TemporaryFolder();
        await ExportAsync(shop.Standby, temporary["snapshot"]);
        FolderDifference.Copy(temporary["snapshot"], temporary["kept"]);
        await using var holder = await Holder.TakeAsync(shop.Standby, Pause);

        var export = Tool.RunToEndAsync("export", "--source", shop.Standby.Url, "--snapshot", temporary["snapshot"]);
        string? attempt = null;
        for (var i = 1; i <= 3; i++)
        {
            attempt = await AttemptAfterAsync(attempt, shop.Standby);
            await VacuumAwayAsync(shop, $"Ada changed {i} times");
        }

        var run = await export;

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["2", "3"], run.Log.Of(nameof(Log.StandbyConflict), "Attempt"));
        var refusal = Assert.IsType<StatementException>(run.Failure);
        Assert.Equal((PostgresErrorCodes.SerializationFailure, "walks"), (refusal.SqlState, refusal.Subject));
        TextAssert.Contains(run.Errors, "max_standby_streaming_delay", "hot_standby_feedback");
        Assert.Empty(run.Output);
        FolderDifference.AssertNone(temporary["kept"], temporary["snapshot"]);
        Assert.Equal(
            [temporary["kept"], temporary["snapshot"]],
            Directory.GetFileSystemEntries(temporary.Root).Order()
        );
    }

    [SkippableFact]
    public async Task Is_not_refreshed_into_its_own_primary()
    {
        await using var shop = await servers.CreateAsync("test", $"{Schema};\n{Data}");
        using var temporary = new TemporaryFolder();
        var content = await shop.Primary.ContentAsync();

        var run = await Tool.RunAsync(
            "refresh",
            "--source",
            shop.Standby.Url,
            "--target",
            shop.Primary.Url,
            "--snapshot",
            temporary["snapshot"]
        );

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, shop.Primary.Name);
        Assert.False(Directory.Exists(temporary["snapshot"]));
        Assert.Equal(content, await shop.Primary.ContentAsync());
    }

    [SkippableFact]
    public async Task Is_no_target()
    {
        await using var shop = await servers.CreateAsync("test", $"{Schema};\n{Data}");
        using var temporary = new TemporaryFolder();
        await ExportAsync(shop.Standby, temporary["snapshot"]);

        var import = await Tool.RunToEndAsync(
            "import",
            "--target",
            shop.Standby.Url,
            "--snapshot",
            temporary["snapshot"]
        );
        var verify = await Tool.RunAsync("verify", "--target", shop.Standby.Url, "--snapshot", temporary["snapshot"]);

        Assert.Equal(1, import.ExitCode);
        Assert.True(Assert.IsType<SnapshotSeedException>(import.Failure).IsNothingWritten);
        TextAssert.Contains(import.Errors, shop.Primary.Name, "default_transaction_read_only");
        Assert.True(verify.ExitCode == 0, verify.ToString());
    }

    private Task<ReplicatedDatabase> CreateAsync() => servers.CreateAsync("demo", $"{Schema};\n{Data}");

    private static async Task ExportAsync(TestDatabase database, string folder, LogLines? log = null)
    {
        await using var connection = await database.OpenAsync();
        await new ExportRun(connection, log).ExportAsync(folder, new ExportOptions());
    }

    /// <summary>Removes row versions that a snapshot taken before still shows.</summary>
    private static async Task VacuumAwayAsync(ReplicatedDatabase shop, string name)
    {
        await shop.Primary.ExecuteAsync($"UPDATE customers SET name = '{name}' WHERE id = 1");
        await shop.Primary.ExecuteAsync("VACUUM customers");
    }

    private static async Task EndAsync(ReplicatedDatabase shop, int session)
    {
        await VacuumAwayAsync(shop, "Ada went on");
        await Wait.UntilAsync(
            "the standby ends the session",
            async () =>
                await shop.Standby.ScalarAsync(
                    FormattableString.Invariant($"SELECT count(*) FROM pg_stat_activity WHERE pid = {session}")
                ) == "0"
        );
    }

    /// <summary>
    /// Waits until an export is held in a transaction other than a former one, and returns when that began.
    /// </summary>
    private static async Task<string> AttemptAfterAsync(string? former, TestDatabase standby)
    {
        string? attempt = null;
        await Wait.UntilAsync(
            "an export waits for the lock",
            async () =>
            {
                attempt = await standby.ScalarAsync(
                    "SELECT max(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'"
                );
                return attempt is not null && attempt != former;
            }
        );
        return attempt!;
    }

    private static async Task AssertIsAsOnThePrimaryAsync(
        ReplicatedDatabase shop,
        TemporaryFolder temporary,
        string name
    )
    {
        await ExportAsync(shop.Primary, temporary["primary"]);
        FolderDifference.AssertNone(temporary["primary"], temporary["standby"]);
        Assert.Contains(
            $"\t{name}",
            await File.ReadAllTextAsync(Path.Combine(temporary["standby"], "customers.tsv")),
            StringComparison.Ordinal
        );
    }
}
