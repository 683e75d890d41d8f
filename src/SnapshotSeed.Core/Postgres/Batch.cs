using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>Each statement must return a result, even an empty one. The opening batch is sent first.</summary>
internal sealed class Batch(NpgsqlConnection connection, Batch? opening = null)
{
    // The most statements in one round trip.
    private const int Most = 200;

    private readonly List<BatchStatement> statements = [];

    /// <summary>The answer is the first column of the first row.</summary>
    public Answer<T> Value<T>(Sql sql, string? subject = null) =>
        Row(sql, reader => reader.GetFieldValue<T>(0), subject);

    /// <summary>The answer is the first row, which must exist.</summary>
    public Answer<T> Row<T>(
        Sql sql,
        Func<NpgsqlDataReader, T> read,
        string? subject = null,
        bool givesValues = false
    ) =>
        Add(
            new Answer<T>(
                sql,
                async (reader, cancellationToken) =>
                    await reader.ReadAsync(cancellationToken)
                        ? read(reader)
                        : throw new InvalidOperationException("a statement yielded no row")
            )
            {
                Subject = subject,
                GivesValues = givesValues,
            }
        );

    public Answer<List<T>> Rows<T>(Sql sql, Func<NpgsqlDataReader, T> read, string? subject = null) =>
        Add(
            new Answer<List<T>>(
                sql,
                async (reader, cancellationToken) =>
                {
                    var rows = new List<T>();
                    while (await reader.ReadAsync(cancellationToken))
                        rows.Add(read(reader));
                    return rows;
                }
            )
            {
                Subject = subject,
            }
        );

    /// <summary>PostgreSQL takes an unanalyzed table for tiny, and chooses a nested loop that never ends.</summary>
    public T WithoutLoops<T>(Func<T> ask)
    {
        Rows($"SELECT set_config('enable_nestloop', 'off', true)", _ => true);
        var asked = ask();
        Rows($"SELECT set_config('enable_nestloop', 'on', true)", _ => true);
        return asked;
    }

    /// <summary>Sends what was added since the last call.</summary>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        List<BatchStatement> all = [.. opening?.statements ?? [], .. statements];
        opening?.statements.Clear();
        statements.Clear();
        foreach (var chunk in all.Chunk(Most))
            await SendAsync(chunk, cancellationToken);
    }

    private Answer<T> Add<T>(Answer<T> answer)
    {
        statements.Add(answer);
        return answer;
    }

    private async Task SendAsync(BatchStatement[] chunk, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var statement in chunk)
            batch.BatchCommands.Add(Commands.ToBatchCommand(statement.Sql));
        var current = chunk[0];
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
            {
                await chunk[i].ReadAsync(reader, cancellationToken);

                // The error of a statement is thrown by the step to its result.
                current = chunk[Math.Min(i + 1, chunk.Length - 1)];
                await reader.NextResultAsync(cancellationToken);
            }
        }
        catch (PostgresException e)
        {
            throw new StatementException(e, current.Subject, current.GivesValues);
        }
    }
}
