using System.Data;
using Npgsql;

namespace SnapshotSeed.Loading;

/// <summary>Questions that PostgreSQL may refuse, each behind a savepoint, so that the transaction goes on.</summary>
internal sealed class Attempts(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private const string Savepoint = "attempt";

    /// <returns>
    /// The rows, or null where PostgreSQL refuses the question: a cast that fails, or a check that needs columns the
    /// file lacks.
    /// </returns>
    /// <exception cref="PostgresException">An error that says nothing about the question.</exception>
    public async Task<List<T>?> TryAsync<T>(
        string sql,
        Action<NpgsqlCommand> prepare,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.NewCommand(sql);
        prepare(command);
        return await TryAsync(command, read, cancellationToken);
    }

    /// <inheritdoc cref="TryAsync{T}(string, Action{NpgsqlCommand}, Func{NpgsqlDataReader, T}, CancellationToken)"/>
    public async Task<List<T>?> TryAsync<T>(
        NpgsqlCommand command,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    ) => (await AskAsync(command, read, cancellationToken)).Rows;

    /// <returns>
    /// What PostgreSQL says where it refuses a statement, whose effect stays otherwise; null where it does not.
    /// </returns>
    /// <exception cref="PostgresException">An error that says nothing about the statement.</exception>
    public async Task<PostgresException?> RefusalAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        (await AskAsync(command, _ => true, cancellationToken)).Refusal;

    private async Task<(List<T>? Rows, PostgresException? Refusal)> AskAsync<T>(
        NpgsqlCommand command,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        await transaction.SaveAsync(Savepoint, cancellationToken);
        try
        {
            var rows = new List<T>();
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                    rows.Add(read(reader));
            }

            await transaction.ReleaseAsync(Savepoint, cancellationToken);
            return (rows, null);
        }
        catch (PostgresException e) when (!IsOfTheServer(e) && connection.State == ConnectionState.Open)
        {
            await transaction.RollbackAsync(Savepoint, cancellationToken);
            return (null, e);
        }
    }

    /// <summary>Locks of others, classes 40 and 53 (resources), 57 (an operator), 58 (the system).</summary>
    public static bool IsOfTheServer(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.LockNotAvailable || e.SqlState[..2] is "40" or "53" or "57" or "58";
}
