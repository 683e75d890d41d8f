using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>Queries that are one round trip each: batches of a session that are sent at once.</summary>
internal static class SessionQueries
{
    public static async Task<T> ValueAsync<T>(this Session session, Sql sql, CancellationToken cancellationToken) =>
        (await session.ValuesAsync<T>([sql], cancellationToken))[0];

    public static async Task<IReadOnlyList<T>> ValuesAsync<T>(
        this Session session,
        IEnumerable<Sql> statements,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var answers = statements.Select(sql => batch.Value<T>(sql)).ToList();
        await batch.SendAsync(cancellationToken);
        return [.. answers.Select(answer => answer.Value)];
    }

    /// <summary>For statements that join whole tables: see <see cref="Batch.WithoutLoops"/>.</summary>
    public static async Task<IReadOnlyList<T>> ValuesWithoutLoopsAsync<T>(
        this Session session,
        IEnumerable<Sql> statements,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var answers = batch.WithoutLoops(() => statements.Select(sql => batch.Value<T>(sql)).ToList());
        if (answers.Count > 0)
            await batch.SendAsync(cancellationToken);
        return [.. answers.Select(answer => answer.Value)];
    }

    public static async Task<List<T>> RowsAsync<T>(
        this Session session,
        Sql sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var rows = batch.Rows(sql, read);
        await batch.SendAsync(cancellationToken);
        return rows.Value;
    }
}
