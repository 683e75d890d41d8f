using System.Data;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>Opens a connection that is closed, and closes it again afterwards.</summary>
internal sealed class OpenConnection : IAsyncDisposable
{
    private readonly NpgsqlConnection? opened;

    private OpenConnection(NpgsqlConnection? opened)
    {
        this.opened = opened;
    }

    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static async Task<OpenConnection> OfAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.State != ConnectionState.Closed)
            return new(null);
        await connection.OpenAsync(cancellationToken);
        return new(connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
            await opened.CloseAsync();
    }
}
