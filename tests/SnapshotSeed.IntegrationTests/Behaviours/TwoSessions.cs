using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>A large export reads on two sessions that see the same rows, if it can have a second one.</summary>
[Collection(OneServer.Name)]
public sealed class TwoSessions(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE meters (id integer PRIMARY KEY, name text NOT NULL);
        CREATE TABLE readings (id integer PRIMARY KEY, meter integer NOT NULL REFERENCES meters, value integer);
        CREATE TABLE alarms (id integer PRIMARY KEY, meter integer NOT NULL REFERENCES meters, previous integer REFERENCES alarms);
        CREATE TABLE events (at timestamptz, what text);
        CREATE TABLE answers (id integer PRIMARY KEY, alarm integer NOT NULL REFERENCES alarms);
        CREATE TABLE calls (id integer PRIMARY KEY, reading integer NOT NULL REFERENCES readings)
        """;

    private const string Data = """
        INSERT INTO meters SELECT n, 'meter ' || n FROM generate_series(1, 26000) n;
        INSERT INTO readings SELECT n, 1 + n * 7 % 26000, n FROM generate_series(1, 30000) n;
        INSERT INTO alarms SELECT n, 1 + n * 3 % 26000, nullif(n - 1, 0) FROM generate_series(1, 21000) n;
        INSERT INTO events SELECT '2026-01-01'::timestamptz + n * '1 minute'::interval, 'event ' || n % 9 FROM generate_series(1, 20500) n;
        INSERT INTO answers SELECT n, n FROM generate_series(1, 300) n;
        INSERT INTO calls SELECT n, n FROM generate_series(1, 300) n;
        ANALYZE
        """;

    private const int LargeRows = 80_000;

    private static readonly ExportOptions Large = new() { Limit = 20_100 };

    [SkippableFact]
    public async Task Give_the_bytes_that_one_gives()
    {
        await using var meters = await Scenario.ExportedAsync(postgres, Schema, Data, Large);
        var (folder, opened) = (Path.Combine(meters.Parent, "two"), 0);
        await using var first = await meters.Source.OpenAsync();

        var steps = new StepsThatRan();
        var plan = await new ExportRun(first).PlanAsync(Large);
        var result = await new ExportRun(
            first,
            progress: steps,
            openAnother: OpenAsync,
            rowsForTwo: LargeRows,
            steps: steps
        ).ExportAsync(folder, Large);

        Assert.Equal(1, opened);
        steps.AssertAre(plan, result, areInOrder: false);
        FolderDifference.AssertNone(meters.Folder, folder);

        async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
        {
            opened++;
            return await meters.Source.OpenAsync();
        }
    }

    [SkippableFact]
    public async Task Are_not_worth_it_for_few_rows()
    {
        await using var meters = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var first = await meters.Source.OpenAsync();

        var result = await new ExportRun(
            first,
            openAnother: _ => throw new InvalidOperationException("nobody needs it")
        ).ExportAsync(meters.Folder, new ExportOptions());

        Assert.Equal(6, result.Tables.Length);
    }

    [SkippableFact]
    public async Task Are_not_needed()
    {
        await using var meters = await Scenario.ExportedAsync(postgres, Schema, Data, Large);
        await meters.Source.ExecuteAsync(
            "CREATE ROLE lonely LOGIN CONNECTION LIMIT 1; GRANT SELECT ON ALL TABLES IN SCHEMA public TO lonely"
        );
        try
        {
            var (folder, refused) = (Path.Combine(meters.Parent, "lonely"), false);
            await using var first = await meters.Source.OpenAsync("lonely");
            await new ExportRun(first, openAnother: OpenAsync, rowsForTwo: LargeRows).ExportAsync(folder, Large);

            Assert.True(refused);
            FolderDifference.AssertNone(meters.Folder, folder);

            async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
            {
                try
                {
                    return await meters.Source.OpenAsync("lonely");
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
                {
                    refused = true;
                    throw;
                }
            }
        }
        finally
        {
            await meters.Source.ExecuteAsync("DROP OWNED BY lonely; DROP ROLE lonely");
        }
    }

    [SkippableFact]
    public async Task See_the_same_rows_and_work_at_the_same_time()
    {
        await using var meters = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var connection = await meters.Source.OpenAsync();
        await using var first = await SnapshotSeed.Postgres.Session.BeginAsync(
            connection,
            SnapshotSeed.Postgres.SessionMode.Export,
            default
        );
        await using var sessions = await JoinedAsync(first, meters.Source);
        await meters.Source.ExecuteAsync("INSERT INTO events VALUES ('2027-01-01', 'too late')");
        TaskCompletionSource[] begun = [new(), new()];
        var counts = new long[2];

        await sessions.EachAsync(
            ["0", "1"],
            async (session, piece, cancellationToken) =>
            {
                counts[int.Parse(piece)] = await session.ValueAsync<long>(
                    $"SELECT count(*) FROM public.events",
                    cancellationToken
                );
                begun[int.Parse(piece)].SetResult();
                await Wait.ForAsync("the other session is at work", begun[1 - int.Parse(piece)].Task);
            },
            default
        );

        Assert.Equal([20_500, 20_500], counts);
    }

    [SkippableFact]
    public async Task Wait_for_each_other_longer_than_the_database_lets_a_transaction_be_idle()
    {
        await using var meters = await Scenario.CreateAsync(postgres, Schema, Data);
        await meters.Source.ExecuteAsync(
            $"ALTER DATABASE {meters.Source.Name} SET idle_in_transaction_session_timeout = '200ms'"
        );
        await using var connection = await meters.Source.OpenAsync();
        await using var first = await SnapshotSeed.Postgres.Session.BeginAsync(
            connection,
            SnapshotSeed.Postgres.SessionMode.Export,
            default
        );
        await using var sessions = await JoinedAsync(first, meters.Source);

        await Task.Delay(TimeSpan.FromSeconds(1));
        await sessions.EachAsync(
            new SnapshotSeed.Postgres.Sql[] { $"SELECT pg_sleep(1)", $"SELECT 1" },
            (session, sql, cancellationToken) => session.ExecuteAsync(sql, cancellationToken),
            default
        );

        await first.ExecuteAsync($"SELECT 1", default);
    }

    [SkippableFact]
    public async Task Stop_when_one_of_them_fails()
    {
        await using var meters = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var connection = await meters.Source.OpenAsync();
        await using var first = await SnapshotSeed.Postgres.Session.BeginAsync(
            connection,
            SnapshotSeed.Postgres.SessionMode.Export,
            default
        );
        await using var sessions = await JoinedAsync(first, meters.Source);

        var failure = await Wait.ForAsync(
            "both end",
            Record.ExceptionAsync(() =>
                sessions.EachAsync(
                    new SnapshotSeed.Postgres.Sql[]
                    {
                        $"SELECT pg_sleep(600)",
                        $"SELECT 1 / (SELECT 0)",
                        $"SELECT pg_sleep(601)",
                    },
                    (session, sql, cancellationToken) => session.ExecuteAsync(sql, cancellationToken),
                    default
                )
            )
        );

        Assert.Equal(PostgresErrorCodes.DivisionByZero, Assert.IsType<StatementException>(failure).SqlState);
    }

    [SkippableFact]
    public async Task Do_not_wait_for_each_other_where_somebody_waits_for_a_lock_between_them()
    {
        await using var meters = await Scenario.ExportedAsync(postgres, Schema, Data, Large);
        var folder = Path.Combine(meters.Parent, "two");
        await using var first = await meters.Source.OpenAsync();
        Task? altering = null;
        var progress = new Told(() => altering ??= AlterAsync(meters.Source));

        await Wait.ForAsync(
            "the export ends",
            new ExportRun(
                first,
                progress: progress,
                openAnother: async _ => await meters.Source.OpenAsync(),
                rowsForTwo: LargeRows
            ).ExportAsync(folder, Large)
        );

        FolderDifference.AssertNone(meters.Folder, folder);
        await Wait.ForAsync("the tables are altered", altering!);
        Assert.Equal("2", await meters.Source.ScalarAsync("SELECT count(*) FROM pg_attribute WHERE attname = 'late'"));

        // Both have been looked at, so they wait for the export; and they are read after the first table that it tells of.
        static Task AlterAsync(TestDatabase source)
        {
            var altering = Task.WhenAll(
                source.ExecuteAsync("ALTER TABLE alarms ADD COLUMN late integer"),
                source.ExecuteAsync("ALTER TABLE readings ADD COLUMN late integer")
            );
            Wait.UntilAsync("both wait", () => AreWaitingAsync(source)).GetAwaiter().GetResult();
            return altering;
        }

        static async Task<bool> AreWaitingAsync(TestDatabase source) =>
            await source.ScalarAsync("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL") == "2";
    }

    [SkippableFact]
    public async Task Are_one_again_where_the_second_is_lost()
    {
        await using var meters = await Scenario.ExportedAsync(postgres, Schema, Data, Large);
        var folder = Path.Combine(meters.Parent, "two");
        await using var first = await meters.Source.OpenAsync();
        var second = 0;
        var ended = new List<string?>();
        var progress = new Told(() => ended.Add(EndAsync().GetAwaiter().GetResult()));

        await new ExportRun(first, progress: progress, openAnother: OpenAsync, rowsForTwo: LargeRows).ExportAsync(
            folder,
            Large
        );

        Assert.Contains("true", ended);
        FolderDifference.AssertNone(meters.Folder, folder);

        async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
        {
            var connection = await meters.Source.OpenAsync();
            second = connection.ProcessID;
            return connection;
        }

        async Task<string?> EndAsync() =>
            await meters.Source.ScalarAsync($"SELECT pg_terminate_backend({second}, 10000)::text");
    }

    [SkippableFact]
    public async Task Are_of_one_database()
    {
        await using var meters = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var connection = await meters.Source.OpenAsync();
        await using var first = await SnapshotSeed.Postgres.Session.BeginAsync(
            connection,
            SnapshotSeed.Postgres.SessionMode.Export,
            default
        );
        var shared = await first.ShareAsync(default);
        await using var elsewhere = await meters.Target.OpenAsync();
        await using var here = await meters.Source.OpenAsync();

        await Assert.ThrowsAsync<StatementException>(() =>
            SnapshotSeed.Postgres.Session.BeginAsync(elsewhere, shared, default)
        );

        // As if a server had another snapshot of that name.
        Assert.Null(
            await SnapshotSeed.Postgres.Session.BeginAsync(here, shared with { Identity = "another one" }, default)
        );
        await using var second = await SnapshotSeed.Postgres.Session.BeginAsync(here, shared, default);
        Assert.NotNull(second);
    }

    private static async Task<SnapshotSeed.Postgres.ReadSessions> JoinedAsync(
        SnapshotSeed.Postgres.Session first,
        TestDatabase source
    )
    {
        var sessions = new SnapshotSeed.Postgres.ReadSessions(first);
        await sessions.ShareAsync(async _ => await source.OpenAsync(), default);
        await Wait.UntilAsync("the second session joins", () => Task.FromResult(sessions.Count == 2));
        return sessions;
    }

    private sealed class Told(Action then) : IProgress<SnapshotProgress>
    {
        public void Report(SnapshotProgress value) => then();
    }
}
