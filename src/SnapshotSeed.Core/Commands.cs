using Npgsql;

namespace SnapshotSeed;

/// <summary>
/// Commands that take as long as they need, whatever the connection's Command Timeout: that one counts the waiting for
/// locks and for the server's own work, too. The server's statement_timeout and lock_timeout hold, and every caller can
/// cancel.
/// </summary>
internal static class Commands
{
    public static NpgsqlCommand NewCommand(this NpgsqlConnection connection, string sql = "") =>
        new(sql, connection) { CommandTimeout = 0 };

    public static NpgsqlBatch NewBatch(this NpgsqlConnection connection) => new(connection) { Timeout = 0 };

    public static async Task ExecuteAsync(
        this NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.NewCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
