using System.Data;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>A connection that is open, and is closed afterwards where it was closed before.</summary>
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
