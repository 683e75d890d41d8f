using System.Runtime.ExceptionServices;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// One or two sessions that see the same rows. Nothing waits for the second: if it is refused, the first works alone.
/// The second does not wait for locks: a waiting ALTER TABLE may itself wait for the first session, which would wait
/// for the second, in a circle that no server detects. Then, or when its connection is lost, the second gives way.
/// </summary>
internal sealed class ReadSessions(Session first) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task<(NpgsqlConnection Connection, Session Session)?>? joining;
    private bool hasGivenWay;

    public Session First => first;

    public int Count => Ready.Count;

    private List<Session> Ready =>
        joining is { IsCompletedSuccessfully: true, Result: { } second } && !hasGivenWay
            ? [first, second.Session]
            : [first];

    /// <summary>Does not wait for the second session.</summary>
    public async Task ShareAsync(
        Func<CancellationToken, ValueTask<NpgsqlConnection>> openAnother,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await first.ShareAsync(cancellationToken);
        joining = JoinAsync(openAnother, snapshot, stop.Token);
    }

    /// <summary>One per session at a time. The first session takes over a piece that the second gave up.</summary>
    public Task EachAsync<T>(
        Func<T?> next,
        Func<Session, T, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var open = new WorkQueue<T>(next);
        return TogetherAsync(
            Ready.ConvertAll<Func<CancellationToken, Task>>(session => token => WorkAsync(session, token)),
            cancellationToken
        );

        async Task WorkAsync(Session session, CancellationToken token)
        {
            while (await open.TakeAsync(withLeft: session == first, token) is { } piece)
            {
                try
                {
                    await work(session, piece, token);
                    open.Done();
                }
                catch (Exception e) when (GivesWay(session, e) && !token.IsCancellationRequested)
                {
                    hasGivenWay = true;
                    open.Leave(piece);
                    return;
                }
            }
        }
    }

    /// <summary>Independent pieces, started in their order.</summary>
    public Task EachAsync<T>(
        IEnumerable<T> pieces,
        Func<Session, T, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var open = new Queue<T>(pieces);
        return EachAsync(() => open.TryDequeue(out var piece) ? piece : null, work, cancellationToken);
    }

    /// <summary>Two sessions take the longest questions first. Answers are taken in the order of questions.</summary>
    public async Task AskAsync(IReadOnlyList<Question> questions, CancellationToken cancellationToken)
    {
        var takes = new Action[questions.Count];
        var all = Enumerable.Range(0, questions.Count);
        await EachAsync(
            Count == 1
                ?
                [
                    [.. all],
                ]
                : RoundTrips.Of(all.OrderByDescending(i => questions[i].Rows), i => questions[i].Rows),
            async (session, together, token) =>
            {
                var batch = session.NewBatch();
                foreach (var i in together)
                    takes[i] = questions[i].Ask(batch);
                await batch.SendAsync(token);
            },
            cancellationToken
        );
        foreach (var take in takes)
            take();
    }

    /// <summary>A second session that waits for its turn at a pooler ends afterwards or with the process.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        var ended = EndAsync();
        if (joining is null or { IsCompleted: true })
            await ended;
    }

    /// <summary>Whether the second session failed because of a lock or a lost connection.</summary>
    private bool GivesWay(Session session, Exception failure) =>
        session != first
        && (failure is StatementException { SqlState: PostgresErrorCodes.LockNotAvailable } || !session.IsOpen);

    /// <summary>If one fails, cancels the others and throws its error.</summary>
    private static async Task TogetherAsync(
        List<Func<CancellationToken, Task>> works,
        CancellationToken cancellationToken
    )
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? failure = null;
        await Task.WhenAll(works.ConvertAll(RunAsync));
        failure?.Throw();

        async Task RunAsync(Func<CancellationToken, Task> work)
        {
            try
            {
                await work(failed.Token);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                await failed.CancelAsync();
            }
        }
    }

    /// <returns>Null if no second session can be opened.</returns>
    private static async Task<(NpgsqlConnection Connection, Session Session)?> JoinAsync(
        Func<CancellationToken, ValueTask<NpgsqlConnection>> openAnother,
        SharedSnapshot snapshot,
        CancellationToken stop
    )
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await openAnother(stop);
            if (await Session.BeginAsync(connection, snapshot, default) is { } session)
                return (connection, session);
        }
        catch (Exception)
        {
            // Whatever failed, the first session can work alone.
        }

        if (connection is not null)
            await connection.DisposeAsync();
        return null;
    }

    private async Task EndAsync()
    {
        if (joining is not null && await joining is { } second)
        {
            await second.Session.DisposeAsync();
            await second.Connection.DisposeAsync();
        }

        stop.Dispose();
    }
}
