using System.Collections.Concurrent;
using System.Collections.Immutable;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// A server, templates of databases and clones of them. A class of tests has the server for itself, the next class takes
/// it over: so there are as many as classes run at once. Without PostgreSQL's server programs every test that asks for a
/// database is skipped, except where the environment variable CI is true: there it fails.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>A login role without any privilege of its own.</summary>
    public const string Stranger = "stranger";

    // Autovacuum would be one more session that moves counters and rows about.
    private static readonly ImmutableDictionary<string, string> Settings = ImmutableDictionary<
        string,
        string
    >.Empty.Add("autovacuum", "off");

    // They end with this process, as every throwaway server does.
    private static readonly ConcurrentBag<(ThrowawayPostgres Server, TemplateDatabases Templates)> Idle = [];
    private static int s_databases;

    private readonly bool isShared;
    private readonly ImmutableDictionary<string, string> settings;
    private readonly Func<PostgresBinaries> find;
    private readonly string? ci;
    private ThrowawayPostgres? server;
    private TemplateDatabases? templates;
    private string? missing;

    public PostgresFixture()
        : this(() => PostgresBinaries.Find(), Environment.GetEnvironmentVariable("CI")) => isShared = true;

    internal PostgresFixture(string setting, string value)
        : this(() => PostgresBinaries.Find(), Environment.GetEnvironmentVariable("CI")) =>
        settings = settings.SetItem(setting, value);

    internal PostgresFixture(Func<PostgresBinaries> find, string? ci)
    {
        settings = Settings;
        this.find = find;
        this.ci = ci;
    }

    internal ThrowawayPostgres Server
    {
        get
        {
            Skip.If(server is null, missing);
            return server!;
        }
    }

    public async Task InitializeAsync()
    {
        if (isShared && Idle.TryTake(out var idle))
        {
            (server, templates) = idle;
            return;
        }

        try
        {
            server = await ThrowawayPostgres.StartAsync(
                new ThrowawayPostgresOptions { Binaries = find(), Settings = settings }
            );
        }
        catch (PostgresNotFoundException e) when (!string.Equals(ci, "true", StringComparison.OrdinalIgnoreCase))
        {
            missing = e.Message;
            return;
        }

        templates = new TemplateDatabases(server);
        await TestSql.ExecuteAsync(
            server.ConnectionString(ThrowawayPostgres.SuperUser),
            $"CREATE ROLE {Stranger} LOGIN PASSWORD 'open sesame'"
        );
    }

    public async Task DisposeAsync()
    {
        if (isShared && server is not null)
            Idle.Add((server, templates!));
        else if (server is not null)
            await server.DisposeAsync();
    }

    /// <summary>
    /// Skips a test of what only newer servers have. This is no want of PostgreSQL, so it also holds where CI is true:
    /// there the other version runs as well.
    /// </summary>
    /// <param name="majorVersion">The oldest version that the test can do with.</param>
    internal async Task RequireAsync(int majorVersion)
    {
        await using var connection = await TestSql.OpenAsync(Server.ConnectionString(ThrowawayPostgres.SuperUser));
        var version = connection.PostgreSqlVersion.Major;
        Skip.If(
            version < majorVersion,
            FormattableString.Invariant(
                $"needs PostgreSQL {majorVersion}, and this server is PostgreSQL {version}; run the tests with PG={majorVersion}"
            )
        );
    }

    /// <summary>
    /// A database for a test's own use, as the script leaves it. The script runs once per server.
    /// </summary>
    /// <param name="purpose">The first part of its name: demo or test. Only a target's name may say test.</param>
    /// <param name="script">SQL; equal scripts share a template.</param>
    internal Task<TestDatabase> CloneAsync(string purpose, string script) =>
        CloneAsync(purpose, script, (connection, _) => TestSql.ExecuteAsync(connection, script));

    /// <summary>A database that is no clone, made with options of CREATE DATABASE such as an encoding.</summary>
    internal async Task<TestDatabase> CreateAsync(string purpose, string options, string script)
    {
        var database = new TestDatabase(Server, NextName(purpose));
        await TestSql.ExecuteAsync(
            Server.ConnectionString(ThrowawayPostgres.SuperUser),
            $"CREATE DATABASE {database.Name} TEMPLATE template0 {options}"
        );
        await database.ExecuteAsync(script);
        return database;
    }

    /// <summary>As the other one, for what is not one text.</summary>
    internal async Task<TestDatabase> CloneAsync(
        string purpose,
        string key,
        Func<Npgsql.NpgsqlConnection, CancellationToken, Task> fill
    )
    {
        var postgres = Server;
        var template = await templates!.GetOrCreateAsync(key, fill);
        var name = NextName(purpose);
        await postgres.CloneAsync(template, name);
        return new TestDatabase(postgres, name);
    }

    private static string NextName(string purpose) =>
        FormattableString.Invariant($"{purpose}_{Interlocked.Increment(ref s_databases)}");
}
