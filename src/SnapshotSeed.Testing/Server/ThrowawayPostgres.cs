using System.Diagnostics;
using System.Runtime.Versioning;
using Npgsql;

namespace SnapshotSeed.Testing;

/// <summary>
/// A private PostgreSQL server in a temporary folder. It shares nothing with other servers. When this process ends,
/// even by a kill, the server stops and its folder is removed within seconds. It needs a POSIX shell, so it does not
/// run on Windows.
/// </summary>
public sealed class ThrowawayPostgres : IAsyncDisposable
{
    /// <summary>The name of the server's only user, a superuser without a password.</summary>
    public const string SuperUser = "postgres";

    private const int SocketOnlyPort = 5432;
    private const int PortAttempts = 5;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly Watchdog watchdog;
    private readonly ThrowawayPostgresOptions options;
    private readonly NpgsqlDataSource administration;
    private readonly string copyStrategy;

    private ThrowawayPostgres(Watchdog watchdog, PostgresBinaries binaries, ThrowawayPostgresOptions options, int port)
    {
        this.watchdog = watchdog;
        this.options = options;
        Binaries = binaries;
        Port = port;
        // Takes half the time of the default strategy since 15, which saves checkpoints; without fsync they are cheap.
        copyStrategy = binaries.MajorVersion >= 15 ? " STRATEGY FILE_COPY" : "";
        // Uses the socket, whose folder belongs to this process. Another server may have taken the port first.
        administration = NpgsqlDataSource.Create(Builder(SuperUser, SocketDirectory).ConnectionString);
    }

    /// <summary>The programs that the server runs.</summary>
    public PostgresBinaries Binaries { get; }

    /// <summary>The port on 127.0.0.1, which is also part of the socket's name.</summary>
    public int Port { get; }

    /// <summary>The folder of the Unix socket.</summary>
    public string SocketDirectory => watchdog.Folder;

    /// <summary>Starts a server and returns when it accepts connections, after about a second.</summary>
    /// <param name="options">How to start it. Default: any installed version, with TCP and a socket.</param>
    /// <param name="cancellationToken">Cancels the start; nothing remains.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="PostgresNotFoundException">No server programs are installed.</exception>
    /// <exception cref="PostgresStartException">The server ended, or was not ready after 30 seconds.</exception>
    [UnsupportedOSPlatform("windows")]
    public static async Task<ThrowawayPostgres> StartAsync(
        ThrowawayPostgresOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        options ??= new ThrowawayPostgresOptions();
        var binaries = options.Binaries ?? PostgresBinaries.Find();
        ServerFolders.RemoveStale(TimeProvider.System);
        for (var attempt = 1; ; attempt++)
        {
            var port = options.UseTcp ? FreePort.Next() : SocketOnlyPort;
            var arguments = ServerSettings.ToArguments(options.Settings, port, options.UseTcp);
            var watchdog = await Watchdog.LaunchAsync(
                binaries,
                ServerFolders.Parent(options.PreferMemory),
                options.KeepIn,
                arguments,
                cancellationToken
            );
            var server = new ThrowawayPostgres(watchdog, binaries, options, port);
            try
            {
                if (await server.IsUpAsync(cancellationToken))
                    return server;
                var log = await watchdog.ReportAsync(cancellationToken);
                if (attempt == PortAttempts || !IsPortTaken(log))
                    throw new PostgresStartException(
                        $"PostgreSQL {binaries.MajorVersion} ({binaries.Directory}) did not start. The end of its "
                            + $"log:\n{log}"
                    );
            }
            catch
            {
                await server.StopAsync();
                throw;
            }
            await server.StopAsync();
        }
    }

    /// <summary>A connection string for Npgsql.</summary>
    /// <param name="database">The database to connect to.</param>
    /// <returns>The connection string, with Npgsql's default of pooled connections.</returns>
    public string ConnectionString(string database) =>
        Builder(database, options.UseTcp ? "127.0.0.1" : SocketDirectory).ConnectionString;

    /// <summary>A URL that libpq and most tools understand.</summary>
    /// <param name="database">The database to connect to.</param>
    /// <returns>A URL that starts with <c>postgresql://</c>.</returns>
    public string Url(string database)
    {
        var name = Uri.EscapeDataString(database);
        return options.UseTcp
            ? FormattableString.Invariant($"postgresql://{SuperUser}@127.0.0.1:{Port}/{name}")
            : FormattableString.Invariant(
                $"postgresql://{SuperUser}@/{name}?host={Uri.EscapeDataString(SocketDirectory)}&port={Port}"
            );
    }

    /// <summary>Creates an empty database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>A task that ends when the database exists.</returns>
    public async Task CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await CallersContext.LeaveAsync();
        await AdministerAsync($"CREATE DATABASE {QuotedSql.Identifier(name)}", cancellationToken);
    }

    /// <summary>
    /// Copies a database. PostgreSQL allows no connection to the original meanwhile, so this process's pool for it is
    /// closed.
    /// </summary>
    /// <param name="template">The database to copy.</param>
    /// <param name="name">The copy's name.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>A task that ends when the copy exists.</returns>
    public async Task CloneAsync(string template, string name, CancellationToken cancellationToken = default)
    {
        await CallersContext.LeaveAsync();
        ClosePool(template);
        await WaitUntilUnusedAsync(template, cancellationToken);
        await AdministerAsync(
            $"CREATE DATABASE {QuotedSql.Identifier(name)} TEMPLATE {QuotedSql.Identifier(template)}{copyStrategy}",
            cancellationToken
        );
    }

    /// <summary>Drops a database and disconnects its users. A database that does not exist is not an error.</summary>
    /// <param name="name">The database's name.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>A task that ends when the database is gone.</returns>
    public async Task DropDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await CallersContext.LeaveAsync();
        ClosePool(name);
        await WaitUntilUnusedAsync(name, cancellationToken);
        await AdministerAsync($"DROP DATABASE IF EXISTS {QuotedSql.Identifier(name)} WITH (FORCE)", cancellationToken);
    }

    /// <summary>Stops the server and removes its folder. A second call does nothing.</summary>
    /// <returns>A task that ends when both are gone.</returns>
    public async Task StopAsync()
    {
        await CallersContext.LeaveAsync();
        await administration.DisposeAsync();
        await watchdog.DisposeAsync();
    }

    /// <inheritdoc cref="StopAsync"/>
    public async ValueTask DisposeAsync() => await StopAsync();

    // Without encryption, connections need no round trips to negotiate it.
    private NpgsqlConnectionStringBuilder Builder(string database, string host) =>
        new()
        {
            Host = host,
            Port = Port,
            Username = SuperUser,
            Database = database,
            IncludeErrorDetail = true,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };

    private void ClosePool(string database)
    {
        using var connection = new NpgsqlConnection(ConnectionString(database));
        NpgsqlConnection.ClearPool(connection);
    }

    private async Task AdministerAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = administration.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The backend of a closed connection takes a moment to end. CREATE and DROP DATABASE would wait too, but in steps
    // of 100 ms.
    private async Task WaitUntilUnusedAsync(string database, CancellationToken cancellationToken)
    {
        await using var command = administration.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend')"
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database });
        for (var attempt = 0; attempt < 20 && await command.ExecuteScalarAsync(cancellationToken) is true; attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
    }

    private async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        var socket = ServerFolders.Socket(SocketDirectory, Port);
        var waited = Stopwatch.StartNew();
        while (!watchdog.HasEnded)
        {
            if (File.Exists(socket) && await AcceptsAsync(cancellationToken))
                return true;
            if (waited.Elapsed > StartTimeout)
                throw new PostgresStartException(
                    $"PostgreSQL {Binaries.MajorVersion} ({Binaries.Directory}) was not ready after "
                        + $"{StartTimeout.TotalSeconds:0} seconds."
                );
            await Task.Delay(PollInterval, cancellationToken);
        }
        return false;
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await administration.OpenConnectionAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static bool IsPortTaken(string log) =>
        log.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal);
}
