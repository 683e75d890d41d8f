namespace SnapshotSeed.Postgres;

/// <summary>Work behind a savepoint: if it fails, it is rolled back and the transaction goes on.</summary>
internal static class Savepoint
{
    /// <exception cref="StatementException">The error says nothing about the attempt.</exception>
    public static Task<Attempt<T>> TryAsync<T>(
        this Session session,
        Func<Task<T>> work,
        CancellationToken cancellationToken
    ) => session.TryAsync(work, e => !e.IsOfTheServer, cancellationToken);

    /// <exception cref="StatementException">The error is not about the attempt.</exception>
    public static async Task<Attempt<T>> TryAsync<T>(
        this Session session,
        Func<Task<T>> work,
        Func<StatementException, bool> isRefusal,
        CancellationToken cancellationToken
    )
    {
        await session.ExecuteAsync($"SAVEPOINT attempt", cancellationToken);
        try
        {
            var answer = await work();
            await session.ExecuteAsync($"RELEASE SAVEPOINT attempt", cancellationToken);
            return new(answer, null);
        }
        catch (StatementException e) when (isRefusal(e) && session.IsOpen)
        {
            await session.ExecuteAsync($"ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt", cancellationToken);
            return new(default, e);
        }
    }

    /// <summary>The work may contain attempts of its own.</summary>
    /// <returns>The failure; null on success.</returns>
    public static async Task<Exception?> IsolateAsync(
        this Session session,
        Func<Task> work,
        Func<Exception, bool> isFailure,
        CancellationToken cancellationToken
    )
    {
        await session.ExecuteAsync($"SAVEPOINT isolated", cancellationToken);
        try
        {
            await work();
            await session.ExecuteAsync($"RELEASE SAVEPOINT isolated", cancellationToken);
            return null;
        }
        catch (Exception e) when (isFailure(e) && session.IsOpen)
        {
            await session.ExecuteAsync(
                $"ROLLBACK TO SAVEPOINT isolated; RELEASE SAVEPOINT isolated",
                cancellationToken
            );
            return e;
        }
    }
}
