using System.Collections.Immutable;
using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// One piece of work on a connection: a transaction of its own, or a savepoint in the caller's, under pinned settings.
/// Disposing it undoes what was not committed and gives the connection back as it came.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    // One of two sessions waits for the other, however short a time the server lets transactions be idle; and the second
    // hardly waits for a lock.
    private static readonly (string Name, string Value) MayIdle = ("idle_in_transaction_session_timeout", "0");
    private static readonly (string Name, string Value) WaitsBriefly = ("lock_timeout", "500ms");

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction? transaction;
    private readonly ImmutableArray<string> settings;
    private readonly Batch opening;
    private readonly Answer<string[]>? before;
    private bool isCommitted;

    private Session(NpgsqlConnection connection, NpgsqlTransaction? transaction, SessionMode mode)
    {
        this.connection = connection;
        this.transaction = transaction;
        var pinned = mode.IsReadOnly ? PinnedSettings.OfReading : PinnedSettings.All;
        settings = [.. pinned.Select(setting => setting.Name)];
        opening = new Batch(connection);
        before = mode.IsReadOnly ? null : opening.Value<string[]>(PinnedSettings.Read(settings));
        opening.Rows(PinnedSettings.Set(pinned), _ => true);
    }

    /// <summary>The database's name.</summary>
    public string Database => connection.Database;

    /// <summary>Whether the connection has survived so far.</summary>
    public bool IsOpen => connection.State == ConnectionState.Open;

    // What only reads has a transaction of its own, whose end puts them back.
    private string[] Before =>
        before?.Value ?? throw new InvalidOperationException("a session that only reads does not know its settings");

    /// <summary>Makes statements from here on run under the search_path that the session came with.</summary>
    public Sql ToOwnSearchPath => PinnedSettings.SetSearchPath(Before[settings.IndexOf(PinnedSettings.SearchPath)]);

    /// <summary>Makes them run under the pinned one again.</summary>
    public static Sql ToPinnedSearchPath =>
        PinnedSettings.SetSearchPath(
            PinnedSettings.All.First(setting => setting.Name == PinnedSettings.SearchPath).Value
        );

    /// <summary>Begins one. Its settings are pinned with the first statements, in the same round trip.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="mode">What the session is for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">
    /// The connection is not open, or a transaction is running in which the session cannot take part.
    /// </exception>
    public static async Task<Session> BeginAsync(
        NpgsqlConnection connection,
        SessionMode mode,
        CancellationToken cancellationToken
    )
    {
        var session = new Session(connection, await BeginTransactionAsync(connection, mode, cancellationToken), mode);
        if (session.transaction is null)
            await session.SendAsync($"SAVEPOINT snapshotseed", cancellationToken);
        return session;
    }

    /// <summary>Begins one that sees what another one does, and does not wait for locks.</summary>
    /// <param name="connection">An open connection without a running transaction.</param>
    /// <param name="snapshot">What is seen.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The session; null where its connection has led to another server.</returns>
    /// <exception cref="StatementException">The server refused it.</exception>
    public static async Task<Session?> BeginAsync(
        NpgsqlConnection connection,
        SharedSnapshot snapshot,
        CancellationToken cancellationToken
    )
    {
        var session = await BeginAsync(connection, SessionMode.Export, cancellationToken);
        try
        {
            await session.SendAsync(snapshot.Import, cancellationToken);
            var batch = session.NewBatch();
            var seen = batch.Value<string>(SharedSnapshot.Identify);
            batch.Rows(PinnedSettings.Set([MayIdle, WaitsBriefly]), _ => true);
            await batch.SendAsync(cancellationToken);
            if (seen.Value == snapshot.Identity)
                return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }

    /// <summary>What it sees, for another session to see as well. Not behind a savepoint: PostgreSQL refuses it there.</summary>
    /// <exception cref="StatementException">The server refused it.</exception>
    public async Task<SharedSnapshot> ShareAsync(CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        var shared = batch.Row(SharedSnapshot.Export, SharedSnapshot.Read);
        batch.Rows(PinnedSettings.Set([MayIdle]), _ => true);
        await batch.SendAsync(cancellationToken);
        return shared.Value;
    }

    /// <summary>Statements to be sent together.</summary>
    public Batch NewBatch() => new(connection, opening);

    /// <summary>Runs a statement, or several that need no parameters.</summary>
    /// <exception cref="StatementException">The server refused it.</exception>
    public async Task ExecuteAsync(Sql sql, CancellationToken cancellationToken)
    {
        await opening.SendAsync(cancellationToken);
        await SendAsync(sql, cancellationToken);
    }

    private async Task SendAsync(Sql sql, CancellationToken cancellationToken)
    {
        await using var command = Commands.ToCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).OrRefusalAsync();
    }

    /// <summary>
    /// Runs statements under the search_path that the session came with, for what runs the target's own code. One after
    /// the other: of statements sent together, one that finds the session ended is not told why.
    /// </summary>
    /// <exception cref="StatementException">The server refused one.</exception>
    public async Task ExecuteInOwnPathAsync(IEnumerable<Sql> statements, CancellationToken cancellationToken)
    {
        foreach (var sql in statements.Prepend(ToOwnSearchPath).Append(ToPinnedSearchPath))
            await ExecuteAsync(sql, cancellationToken);
    }

    /// <summary>Runs a statement that hands values to a table.</summary>
    /// <exception cref="StatementException">The server refused it.</exception>
    public async Task ExecuteAsync(Sql sql, string subject, CancellationToken cancellationToken)
    {
        await opening.SendAsync(cancellationToken);
        await using var command = Commands.ToCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).OrRefusalAsync(subject, givesValues: true);
    }

    /// <summary>The first column of a statement's first row.</summary>
    /// <exception cref="StatementException">The server refused it.</exception>
    public async Task<T> ValueAsync<T>(Sql sql, CancellationToken cancellationToken) =>
        (await ValuesAsync<T>([sql], cancellationToken))[0];

    /// <summary>The same of many statements, in their order.</summary>
    /// <exception cref="StatementException">The server refused one.</exception>
    public async Task<IReadOnlyList<T>> ValuesAsync<T>(IEnumerable<Sql> statements, CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        var answers = statements.Select(sql => batch.Value<T>(sql)).ToList();
        await batch.SendAsync(cancellationToken);
        return [.. answers.Select(answer => answer.Value)];
    }

    /// <summary>All rows of a statement.</summary>
    /// <exception cref="StatementException">The server refused it.</exception>
    public async Task<List<T>> RowsAsync<T>(
        Sql sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        var batch = NewBatch();
        var rows = batch.Rows(sql, read);
        await batch.SendAsync(cancellationToken);
        return rows.Value;
    }

    /// <summary>The results of several statements one after the other, each value as PostgreSQL's own text.</summary>
    /// <param name="queries">The statements.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Each result, to be read before the next one is asked for.</returns>
    /// <exception cref="StatementException">The server refused one.</exception>
    public async IAsyncEnumerable<TextRows> ReadTextAsync(
        IReadOnlyList<TextQuery> queries,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await opening.SendAsync(cancellationToken);
        await using var command = Commands.ToTextCommand(queries.Select(query => query.Sql), connection);
        await using var reader = await command
            .ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken)
            .OrRefusalAsync(queries[0].Subject);
        for (var i = 0; i < queries.Count; i++)
        {
            // An error comes with the step to the result of the statement that failed.
            if (i > 0)
                await reader.NextResultAsync(cancellationToken).OrRefusalAsync(queries[i].Subject);
            yield return new TextRows(reader, queries[i].Subject);
        }

        await reader.NextResultAsync(cancellationToken).OrRefusalAsync(queries[^1].Subject);
    }

    /// <summary>Sends data by COPY … FROM STDIN.</summary>
    /// <param name="copy">The statement.</param>
    /// <param name="subject">What it loads, for errors.</param>
    /// <param name="write">Writes the data.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StatementException">The server refused statement or data.</exception>
    public async Task CopyAsync(
        Sql copy,
        string subject,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    )
    {
        await opening.SendAsync(cancellationToken);
        var writer = await connection
            .BeginTextImportAsync(copy.ToString(), cancellationToken)
            .OrRefusalAsync(subject, givesValues: true);
        try
        {
            await write(((StreamWriter)writer).BaseStream, cancellationToken);
        }
        catch
        {
            // Disposing would complete the COPY with the rows so far.
            await ((NpgsqlCopyTextWriter)writer).CancelAsync();
            throw;
        }

        await writer.DisposeAsync().AsTask().OrRefusalAsync(subject, givesValues: true);
    }

    /// <summary>The same where statements join whole tables, without nested loops.</summary>
    /// <exception cref="StatementException">The server refused one.</exception>
    public async Task<IReadOnlyList<T>> ValuesWithoutLoopsAsync<T>(
        IEnumerable<Sql> statements,
        CancellationToken cancellationToken
    )
    {
        var batch = NewBatch();
        var answers = batch.WithoutLoops(() => statements.Select(sql => batch.Value<T>(sql)).ToList());
        if (answers.Count > 0)
            await batch.SendAsync(cancellationToken);
        return [.. answers.Select(answer => answer.Value)];
    }

    /// <summary>Tries something that PostgreSQL may refuse, so that the transaction goes on.</summary>
    /// <exception cref="StatementException">An error that says nothing about what was tried.</exception>
    public Task<Attempt<T>> TryAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        TryAsync(work, e => !e.IsOfTheServer, cancellationToken);

    /// <summary>The same where others than errors of the server say nothing.</summary>
    /// <param name="work">What is tried.</param>
    /// <param name="isRefusal">Whether an error says something about it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StatementException">An error that does not.</exception>
    public async Task<Attempt<T>> TryAsync<T>(
        Func<Task<T>> work,
        Func<StatementException, bool> isRefusal,
        CancellationToken cancellationToken
    )
    {
        await ExecuteAsync($"SAVEPOINT attempt", cancellationToken);
        try
        {
            var answer = await work();
            await ExecuteAsync($"RELEASE SAVEPOINT attempt", cancellationToken);
            return new(answer, null);
        }
        catch (StatementException e) when (isRefusal(e) && IsOpen)
        {
            await ExecuteAsync($"ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt", cancellationToken);
            return new(default, e);
        }
    }

    /// <summary>Does something that is undone where it fails, so that the transaction goes on.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="isFailure">Whether a failure is one of the work's own; others are thrown on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The failure; null where there was none.</returns>
    public async Task<Exception?> IsolateAsync(
        Func<Task> work,
        Func<Exception, bool> isFailure,
        CancellationToken cancellationToken
    )
    {
        await ExecuteAsync($"SAVEPOINT isolated", cancellationToken);
        try
        {
            await work();
            await ExecuteAsync($"RELEASE SAVEPOINT isolated", cancellationToken);
            return null;
        }
        catch (Exception e) when (isFailure(e) && IsOpen)
        {
            await ExecuteAsync($"ROLLBACK TO SAVEPOINT isolated; RELEASE SAVEPOINT isolated", cancellationToken);
            return e;
        }
    }

    /// <summary>Keeps what was done; in a transaction of the caller's, until that ends.</summary>
    /// <exception cref="StatementException">The server refused it, and undid everything.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken).OrRefusalAsync();
        }
        else
        {
            // Releasing a savepoint keeps what was SET LOCAL after it.
            await RowsAsync(PinnedSettings.Set([.. settings.Zip(Before)]), _ => true, cancellationToken);
            await ExecuteAsync($"RELEASE SAVEPOINT snapshotseed", cancellationToken);
        }

        isCommitted = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (transaction is not null)
            await transaction.DisposeAsync();
        else if (!isCommitted && IsOpen)
            await SendAsync($"ROLLBACK TO SAVEPOINT snapshotseed; RELEASE SAVEPOINT snapshotseed", default);
    }

    private static async Task<NpgsqlTransaction?> BeginTransactionAsync(
        NpgsqlConnection connection,
        SessionMode mode,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await connection.BeginTransactionAsync(mode.Isolation, cancellationToken);
        }
        catch (InvalidOperationException) when (connection.State == ConnectionState.Open && !mode.IsReadOnly)
        {
            // Npgsql tells in no other way that a transaction is running.
            return null;
        }
    }
}
