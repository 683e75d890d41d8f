using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// pgbouncer in transaction mode before the run's server, with one server connection for each database: whatever a
/// client leaves behind on it, the next one finds. Started when the first test asks. Where pgbouncer is not installed
/// its tests are skipped, except where the environment variable CI is true.
/// </summary>
public sealed class PoolerFixture(PostgresFixture postgres) : IAsyncLifetime
{
    // It outlives nobody: the pipe closes however we end.
    private const string WhileStandardInputIsOpen =
        """exec 3<&0; "$@" </dev/null 2>/dev/null & read -r _ <&3; kill -KILL $!; wait""";

    private Task? start;
    private Process? process;
    private string? folder;
    private int port;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            await Wait.ForAsync("pgbouncer ends", process.WaitForExitAsync());
            process.Dispose();
        }

        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>The URL of a database through the pooler.</summary>
    internal async Task<string> UrlAsync(TestDatabase database)
    {
        await (start ??= StartAsync());
        return FormattableString.Invariant(
            $"postgresql://{ThrowawayPostgres.SuperUser}@127.0.0.1:{port}/{database.Name}"
        );
    }

    /// <summary>A client of the pool.</summary>
    internal async Task<NpgsqlConnection> OpenAsync(TestDatabase database)
    {
        var address = new Uri(await UrlAsync(database));

        // Named, because pgbouncer leaves a name in place where the next client has none.
        return await TestSql.OpenAsync(
            new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Port = address.Port,
                ApplicationName = "next",
            }.ConnectionString
        );
    }

    private async Task StartAsync()
    {
        var server = postgres.Server;
        var program = PathSearch.Find("pgbouncer") ?? PathSearch.Find("/usr/sbin/pgbouncer");
        if (
            program is null
            && !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
        )
            Skip.If(true, "pgbouncer is not installed (Debian's package pgbouncer; make test installs it)");
        Assert.True(program is not null, "CI is true and pgbouncer is not installed");

        port = FreePort.Next();
        folder = Directory.CreateTempSubdirectory("snapshotseed-pooler-").FullName;
        var (settings, users) = (Path.Combine(folder, "pgbouncer.ini"), Path.Combine(folder, "users.txt"));
        await File.WriteAllTextAsync(users, $"\"{ThrowawayPostgres.SuperUser}\" \"\"\n");
        await File.WriteAllTextAsync(
            settings,
            FormattableString.Invariant(
                $"""
                [databases]
                * = host=127.0.0.1 port={server.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = trust
                auth_file = {users}
                pool_mode = transaction
                default_pool_size = 1
                """
            )
        );

        // It refuses to be root.
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        process = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", WhileStandardInputIsOpen, "pooler", program!, .. user, settings])
            {
                RedirectStandardInput = true,
            }
        )!;
        await Wait.UntilAsync(
            "pgbouncer answers",
            async () =>
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            }
        );
    }
}
