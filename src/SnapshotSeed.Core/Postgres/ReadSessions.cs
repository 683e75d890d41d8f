using System.Runtime.ExceptionServices;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// One session that reads, and if it can be had a second one that sees the very same rows: then independent statements run at
/// the same time, each on a processor of the server. What is found is the same either way, so nobody waits for the second
/// one, and where the server, a pooler or a limit on connections refuses it, the first does all the work.
/// Nor does the second one wait for a lock: whoever has asked for a stronger one before it, such as ALTER TABLE, may itself wait
/// for the first session, which would wait for the second; a circle that no server sees. It gives way then, as it does where
/// its connection is lost: the first goes on alone.
/// </summary>
/// <param name="first">The session that is there from the start.</param>
internal sealed class ReadSessions(Session first) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task<(NpgsqlConnection Connection, Session Session)?>? joining;
    private bool hasGivenWay;

    /// <summary>The session that is there from the start, for whatever goes one after the other.</summary>
    public Session First => first;

    /// <summary>How many sessions there are by now.</summary>
    public int Count => Ready.Count;

    private List<Session> Ready =>
        joining is { IsCompletedSuccessfully: true, Result: { } second } && !hasGivenWay
            ? [first, second.Session]
            : [first];

    /// <summary>Begins the second one, and does not wait for it.</summary>
    /// <param name="openAnother">Opens another connection to the same database.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StatementException">The server refused to share what the first one sees.</exception>
    public async Task ShareAsync(
        Func<CancellationToken, ValueTask<NpgsqlConnection>> openAnother,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await first.ShareAsync(cancellationToken);
        joining = JoinAsync(openAnother, snapshot, stop.Token);
    }

    /// <summary>Works on pieces, each session on one at a time, until there are none.</summary>
    /// <param name="next">The next piece that can be begun by now; null where there is none, until another is done.</param>
    /// <param name="work">
    /// Works on one. What the second session gives way in, the first takes up when there is nothing else: work goes on there where it
    /// stopped, or begins anew.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
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

    /// <summary>The same of pieces that do not depend on each other, in the order in which they are begun.</summary>
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

    /// <summary>
    /// Asks questions: in one round trip where there is one session, else shared out, those that take longest first. Their answers
    /// are taken when all are there, in the order of the questions.
    /// </summary>
    /// <exception cref="StatementException">The server refused a statement.</exception>
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

    /// <summary>
    /// Ends the second one. Where that waits at a pooler for its turn it goes on waiting, and nobody for it: it ends when its turn
    /// has come, or with the process.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        var ended = EndAsync();
        if (joining is null or { IsCompleted: true })
            await ended;
    }

    /// <summary>Whether it is the second session, and that failed because it does not wait for a lock, or is lost.</summary>
    private bool GivesWay(Session session, Exception failure) =>
        session != first
        && (failure is StatementException { SqlState: PostgresErrorCodes.LockNotAvailable } || !session.IsOpen);

    /// <summary>Does things at the same time. Where one fails, the others are stopped; the first failure is thrown.</summary>
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

    /// <returns>The second session with its connection; null where none can be had.</returns>
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
            // Whatever it was, the first session is none the worse for it.
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
