using System.Net.Sockets;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>Opens connections and says in plain words why one could not be had.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource dataSource;

    private Database(NpgsqlDataSource dataSource, NpgsqlConnection connection)
    {
        this.dataSource = dataSource;
        Connection = connection;
    }

    public NpgsqlConnection Connection { get; }

    /// <exception cref="SnapshotSeedException">No connection could be had.</exception>
    public static async Task<Database> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        // Only built-in types are read and written, everything else travels as text: that saves the query for the database's types.
        var builder = new NpgsqlDataSourceBuilder(address.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        var dataSource = builder.Build();
        try
        {
            return new Database(dataSource, await dataSource.OpenConnectionAsync(cancellationToken));
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or ArgumentException or NotSupportedException)
        {
            await dataSource.DisposeAsync();
            var (reason, hint) = Explain(e);
            throw new SnapshotSeedException($"cannot connect to the {address.Role} database {address}: {reason}", hint, innerException: e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await dataSource.DisposeAsync();
    }

    private static (string Reason, string Hint) Explain(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => ("wrong password", "Check user and password in the URL, PGPASSWORD or ~/.pgpass."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => ("the database does not exist", "Check the name after the last / of the URL, or create the database."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } p => (p.MessageText, "Check the user's name and the server's pg_hba.conf."),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } p => (p.MessageText, "Run again when a session has ended, or raise the server's max_connections, or the CONNECTION LIMIT of role or database."),
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } p => (p.MessageText, "The server is starting or stopping: try again in a moment."),
        PostgresException p when p.MessageText.StartsWith("unsupported startup parameter", StringComparison.Ordinal) =>
            ($"{p.MessageText} (error {p.SqlState})", "A pooler refuses what URL, PGOPTIONS or PGTZ set for the session: leave it out, or name it in the pooler's ignore_startup_parameters."),
        PostgresException p => ($"{p.MessageText} (error {p.SqlState})", "See the server's log."),
        { InnerException: SocketException or TimeoutException or IOException } or SocketException or TimeoutException =>
            ((e.InnerException ?? e).Message, "Is the server running, and are host and port of the URL right?"),
        _ when e.Message.Contains("No password", StringComparison.Ordinal) => ("the server wants a password and none was given", "Give it in the URL, PGPASSWORD or ~/.pgpass."),
        _ => (e.Message, "Check the URL."),
    };
}
