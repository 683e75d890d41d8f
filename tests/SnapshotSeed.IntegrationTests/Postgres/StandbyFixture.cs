using System.Collections.Immutable;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// A primary and its hot standby, a streaming replica: two servers of their own, started when the first test asks for a
/// database.
/// </summary>
public sealed class StandbyFixture(PostgresFixture postgres) : IAsyncLifetime
{
    // A standby without patience: whoever is in the way of what the primary did is cancelled at once. Each commit is
    // sent at once, too.
    private static readonly ImmutableDictionary<string, string> Settings = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["autovacuum"] = "off",
            ["hot_standby_feedback"] = "off",
            ["max_standby_streaming_delay"] = "0",
            ["max_wal_senders"] = "2",
            ["synchronous_commit"] = "on",
            ["wal_level"] = "replica",
        }
    );

    private ThrowawayPostgres? primary;
    private ThrowawayPostgres? standby;
    private int databases;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // The standby's data lies in the primary's folder and vanishes with it.
        if (standby is not null)
            await standby.DisposeAsync();
        if (primary is not null)
            await primary.DisposeAsync();
    }

    /// <summary>One database, as the primary and as the standby shows it.</summary>
    internal async Task<ReplicatedDatabase> CreateAsync(string purpose, string script)
    {
        var binaries = postgres.Server.Binaries;
        primary ??= await ThrowawayPostgres.StartAsync(
            new ThrowawayPostgresOptions { Binaries = binaries, Settings = Settings }
        );
        standby ??= await StartStandbyAsync(primary);

        var name = FormattableString.Invariant($"{purpose}_{++databases}");
        await primary.CreateDatabaseAsync(name);
        var database = new ReplicatedDatabase(new TestDatabase(primary, name), new TestDatabase(standby, name));
        await database.Primary.ExecuteAsync(script);
        await CatchUpAsync(primary, standby);
        return database;
    }

    private static async Task CatchUpAsync(ThrowawayPostgres primary, ThrowawayPostgres standby)
    {
        await using var ahead = await TestSql.OpenAsync(primary.ConnectionString(ThrowawayPostgres.SuperUser));
        await using var behind = await TestSql.OpenAsync(standby.ConnectionString(ThrowawayPostgres.SuperUser));
        var position = (await TestSql.RowsAsync(ahead, "SELECT pg_current_wal_insert_lsn()"))[0][0];
        await Wait.UntilAsync(
            "the standby shows what the primary has done",
            async () =>
                (await TestSql.RowsAsync(behind, $"SELECT pg_last_wal_replay_lsn() >= '{position}'"))[0][0] == "t"
        );
    }

    /// <summary>
    /// By the functions and commands that every installation has, since pg_basebackup is not among the programs of
    /// each. The server itself copies its files, so that they belong to the user who runs it.
    /// </summary>
    private static async Task<ThrowawayPostgres> StartStandbyAsync(ThrowawayPostgres primary)
    {
        var folder = Path.Combine(primary.SocketDirectory, "standby");
        var (start, stop) =
            primary.Binaries.MajorVersion >= 15
                ? ("pg_backup_start('standby', true)", "pg_backup_stop(false)")
                : ("pg_start_backup('standby', true, false)", "pg_stop_backup(false)");
        await using (var connection = await TestSql.OpenAsync(primary.ConnectionString(ThrowawayPostgres.SuperUser)))
        {
            await TestSql.ExecuteAsync(connection, $"SELECT {start}");
            await TestSql.ExecuteAsync(
                connection,
                """
                COPY (SELECT) TO PROGRAM 'mkdir -m 700 ../standby && cp -a . ../standby/data && cd ../standby/data && rm postmaster.pid && touch backup_label standby.signal'
                """
            );
            var label = (await TestSql.RowsAsync(connection, $"SELECT labelfile FROM {stop}"))[0][0];
            await File.WriteAllTextAsync(Path.Combine(folder, "data", "backup_label"), label);
        }

        return await ThrowawayPostgres.StartAsync(
            new ThrowawayPostgresOptions
            {
                Binaries = primary.Binaries,
                KeepIn = folder,
                Settings = Settings.Add(
                    "primary_conninfo",
                    $"host={primary.SocketDirectory} port={primary.Port} user={ThrowawayPostgres.SuperUser}"
                ),
            }
        );
    }
}
