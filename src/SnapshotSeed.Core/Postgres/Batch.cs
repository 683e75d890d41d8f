using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// Statements that are sent together: one round trip for many. Their answers are read in order, and a failure says
/// which of them it met. Each yields a result, if only an empty one.
/// </summary>
/// <param name="connection">Where to.</param>
/// <param name="opening">What goes before them, if it has not been sent; nothing by default.</param>
internal sealed class Batch(NpgsqlConnection connection, Batch? opening = null)
{
    // How many statements go into one round trip.
    private const int Most = 200;

    private readonly List<BatchStatement> statements = [];

    /// <summary>Asks for the first column of the first row.</summary>
    public Answer<T> Value<T>(Sql sql, string? subject = null) =>
        Row(sql, reader => reader.GetFieldValue<T>(0), subject);

    /// <summary>Asks for the first row, which has to be there.</summary>
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

    /// <summary>Asks for all rows.</summary>
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

    /// <summary>
    /// Asks what joins whole tables. One that was just loaded, or never analyzed, counts as one of a few rows, for which a
    /// nested loop would be cheap: it never ends.
    /// </summary>
    public T WithoutLoops<T>(Func<T> ask)
    {
        Rows($"SELECT set_config('enable_nestloop', 'off', true)", _ => true);
        var asked = ask();
        Rows($"SELECT set_config('enable_nestloop', 'on', true)", _ => true);
        return asked;
    }

    /// <summary>Sends what was asked since the last time, and reads the answers.</summary>
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

                // An error comes with the step to the result of the statement that failed.
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
