using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Postgres;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// A thousand tables with fifteen hundred foreign keys, on a server as it comes and on one that has next to no locks.
/// </summary>
[Collection(OneServer.Name)]
public sealed class ManyTables(PostgresFixture postgres)
{
    private const int Tables = 1_000;

    // Every table references the one half as far along, every second one also its neighbour or, now and then, a hub;
    // the last ones close cycles of three. A transaction of its own for each statement, as migrations have: one for all
    // would itself need a lock for every table.
    private static readonly ImmutableArray<string> Schema =
    [
        .. Enumerable
            .Range(1, Tables)
            .Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"CREATE TABLE t{n} (id integer PRIMARY KEY, half integer{(n > 1 ? $" NOT NULL REFERENCES t{n / 2}" : "")}, other integer{(n % 2 == 0 && n > 2 ? $" REFERENCES t{(n % 10 == 0 ? 1 : n - 1)}" : "")}, note integer)"
                )
            ),
        "ALTER TABLE t1 ADD FOREIGN KEY (other) REFERENCES t3",
        "ALTER TABLE t1 ADD FOREIGN KEY (half) REFERENCES t2",
    ];

    private static readonly ImmutableArray<string> Rows =
    [
        .. Enumerable
            .Range(1, Tables)
            .Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"INSERT INTO t{n} (id, half, other, note) SELECT g, {(n > 1 ? "g" : "NULL")}, {(n > 1 ? "13 - g" : "NULL")}, 10 * g FROM generate_series(1, 12) g"
                )
            ),
    ];

    [SkippableFact]
    public async Task Are_planned_exported_imported_and_verified_within_the_default_settings()
    {
        await using var source = await postgres.CloneAsync(
            "demo",
            "a thousand tables with rows",
            (connection, _) => RunAsync(connection, [.. Schema, .. Rows])
        );
        await using var target = await postgres.CloneAsync(
            "test",
            "a thousand tables",
            (connection, _) => RunAsync(connection, Schema)
        );
        using var temporary = new TemporaryFolder();
        var folder = temporary["snapshot"];
        Assert.Equal("64", await source.ScalarAsync("SHOW max_locks_per_transaction"));

        var plan = await DoneAsync("plan", "--source", source.Url);
        Assert.Contains("t1000 100", plan.Output, StringComparison.Ordinal);
        await DoneAsync("export", "--source", source.Url, "--snapshot", folder);
        var first = await DoneAsync("import", "--target", target.Url, "--snapshot", folder, "--verify", "--json");
        var second = await DoneAsync("import", "--target", target.Url, "--snapshot", folder, "--json");

        var files = FolderContent.Read(folder);
        Assert.Equal(Tables, files.Tables.Length);
        Assert.All(files.Tables, table => Assert.Equal(12, table.Rows));
        Assert.Equal(1_500, files.Tables.Sum(table => table.References.Length));
        Assert.Equal((12000, 0), first.Sums());
        Assert.Equal((0, 12000), second.Sums());
    }

    /// <summary>
    /// One statement loads them all; what it says of each must fit into the columns that a result may have.
    /// </summary>
    [SkippableFact]
    public async Task May_all_require_each_other()
    {
        const int Ring = 450;
        var names = Enumerable.Range(0, Ring).ToList();
        ImmutableArray<string> schema =
        [
            .. names.Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"CREATE TABLE r{n} (id integer PRIMARY KEY, next integer NOT NULL)"
                )
            ),
            .. names.Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ALTER TABLE r{n} ADD FOREIGN KEY (next) REFERENCES r{(n + 1) % Ring}"
                )
            ),
        ];
        var rows =
            $"WITH {string.Join(", ", names.Select(n => string.Create(CultureInfo.InvariantCulture, $"i{n} AS (INSERT INTO r{n} VALUES (1, 2), (2, 1))")))} SELECT";
        await using var source = await postgres.CloneAsync(
            "demo",
            "a ring of tables with rows",
            (connection, _) => RunAsync(connection, [.. schema, rows])
        );
        await using var target = await postgres.CloneAsync(
            "test",
            "a ring of tables",
            (connection, _) => RunAsync(connection, schema)
        );
        using var temporary = new TemporaryFolder();

        await DoneAsync("export", "--source", source.Url, "--snapshot", temporary["snapshot"]);
        var first = await DoneAsync(
            "import",
            "--target",
            target.Url,
            "--snapshot",
            temporary["snapshot"],
            "--verify",
            "--json"
        );
        var second = await DoneAsync("import", "--target", target.Url, "--snapshot", temporary["snapshot"], "--json");

        Assert.Equal((900, 0), first.Sums());
        Assert.Equal((0, 900), second.Sums());
    }

    [SkippableFact]
    public async Task Need_more_locks_than_a_small_server_has_and_that_is_said()
    {
        await using var server = await ThrowawayPostgres.StartAsync(
            new ThrowawayPostgresOptions
            {
                Binaries = postgres.Server.Binaries,
                Settings = ImmutableDictionary<string, string>
                    .Empty.Add("max_locks_per_transaction", "10")
                    .Add("max_connections", "4")
                    .Add("superuser_reserved_connections", "0")
                    .Add("max_worker_processes", "0")
                    .Add("max_wal_senders", "0")
                    .Add("autovacuum_max_workers", "1")
                    .Add("autovacuum", "off"),
            }
        );
        await server.CreateDatabaseAsync("demo");
        await using (var connection = await TestSql.OpenAsync(server.ConnectionString("demo")))
            await RunAsync(connection, [.. Schema.Take(400), .. Rows.Take(400)]);
        using var temporary = new TemporaryFolder();

        var run = await Tool.RunToEndAsync(
            "export",
            "--source",
            server.Url("demo"),
            "--snapshot",
            temporary["snapshot"]
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(PostgresErrorCodes.OutOfMemory, Assert.IsType<StatementException>(run.Failure).SqlState);
        TextAssert.Contains(run.Errors, "max_locks_per_transaction");
        Assert.False(Directory.Exists(temporary["snapshot"]));
    }

    private static async Task RunAsync(NpgsqlConnection connection, ImmutableArray<string> statements)
    {
        foreach (var chunk in statements.Chunk(100))
        {
            await using var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = true };
            foreach (var statement in chunk)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            await batch.ExecuteNonQueryAsync();
        }
    }

    private static async Task<ToolRun> DoneAsync(params string[] arguments)
    {
        var run = await Tool.RunVerbAsync(arguments);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }
}
