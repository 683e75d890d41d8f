using Npgsql;

namespace SnapshotSeed.Cli.Connections;

internal sealed class OpenDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource dataSource;

    private OpenDatabase(NpgsqlDataSource dataSource, NpgsqlConnection connection)
    {
        this.dataSource = dataSource;
        Connection = connection;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>To the same host.</summary>
    public ValueTask<NpgsqlConnection> OpenAnotherAsync(CancellationToken cancellationToken) =>
        dataSource.OpenConnectionAsync(cancellationToken);

    /// <summary>The first host that can be connected to and is of the kind asked for.</summary>
    /// <exception cref="ToolException">No connection could be had.</exception>
    public static async Task<OpenDatabase> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        var failures = new List<ConnectionFailure>();
        foreach (var kind in SessionKind.InTurn(address.SessionAttributes))
        {
            failures.Clear();
            foreach (var (name, connectionString) in address.Hosts())
            {
                try
                {
                    return await OpenAsync(connectionString, kind, cancellationToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Npgsql alone runs here, and throws exceptions of many types at bad settings and files.
                    failures.Add(ConnectionFailure.Of(name, e));
                }
            }
        }

        throw ConnectionFailure.Join(address, failures);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await dataSource.DisposeAsync();
    }

    private static async Task<OpenDatabase> OpenAsync(
        string connectionString,
        string kind,
        CancellationToken cancellationToken
    )
    {
        var dataSource = DataSource.Of(connectionString);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await SessionKind.CheckAsync(connection, kind, cancellationToken);
            return new OpenDatabase(dataSource, connection);
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            await dataSource.DisposeAsync();
            throw;
        }
    }
}
