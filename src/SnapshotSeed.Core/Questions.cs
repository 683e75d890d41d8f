using Npgsql;

namespace SnapshotSeed;

/// <summary>Statements that each yield one value, asked together: one round trip for many tables or keys.</summary>
internal static class Questions
{
    // How many statements go into one round trip.
    private const int AtATime = 200;

    /// <returns>The first column of each statement's first row, in the order of the statements.</returns>
    public static async Task<List<T>> AskAsync<T>(
        NpgsqlConnection connection,
        IEnumerable<NpgsqlBatchCommand> questions,
        CancellationToken cancellationToken
    )
    {
        var answers = new List<T>();
        foreach (var chunk in questions.Chunk(AtATime))
        {
            await using var batch = connection.NewBatch();
            foreach (var question in chunk)
                batch.BatchCommands.Add(question);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
            {
                await reader.ReadAsync(cancellationToken);
                answers.Add(await reader.GetFieldValueAsync<T>(0, cancellationToken));
                await reader.NextResultAsync(cancellationToken);
            }
        }

        return answers;
    }

    public static Task<List<T>> AskAsync<T>(
        NpgsqlConnection connection,
        IEnumerable<string> questions,
        CancellationToken cancellationToken
    ) => AskAsync<T>(connection, questions.Select(sql => new NpgsqlBatchCommand(sql)), cancellationToken);
}
