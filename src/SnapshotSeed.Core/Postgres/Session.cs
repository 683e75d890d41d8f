using System.Collections.Immutable;
using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// A transaction, or a savepoint in the caller's transaction, with pinned settings. Disposal rolls back what was not
/// committed, and returns the connection as it came.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    // For two sessions that share a snapshot: one waits for the other, longer than the server may let transactions
    // idle, and the second one hardly waits for locks.
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

    public string Database => connection.Database;

    /// <summary>Whether the connection still works.</summary>
    public bool IsOpen => connection.State == ConnectionState.Open;

    // A session that only reads has its own transaction, whose end restores its settings.
    private string[] Before =>
        before?.Value ?? throw new InvalidOperationException("a session that only reads does not know its settings");

    /// <summary>Makes the following statements run under the caller's search_path.</summary>
    public Sql ToOwnSearchPath => PinnedSettings.SetSearchPath(Before[settings.IndexOf(PinnedSettings.SearchPath)]);

    /// <summary>Makes the following statements run under the pinned search_path again.</summary>
    public static Sql ToPinnedSearchPath =>
        PinnedSettings.SetSearchPath(
            PinnedSettings.All.First(setting => setting.Name == PinnedSettings.SearchPath).Value
        );

    /// <summary>Begins a session. Its settings are pinned in the round trip of its first statements.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="mode">The purpose of the session.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">
    /// The connection is not open, or runs a transaction that the session cannot join.
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

    /// <summary>Begins a session that sees what another one sees, and hardly waits for locks.</summary>
    /// <param name="connection">An open connection without a running transaction.</param>
    /// <param name="snapshot">The other session's snapshot.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The session; null if the connection leads to another server.</returns>
    /// <exception cref="StatementException">The server refused a statement.</exception>
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

    /// <summary>Exports the snapshot of the transaction. PostgreSQL refuses that behind a savepoint.</summary>
    /// <exception cref="StatementException">The server refused it.</exception>
    public async Task<SharedSnapshot> ShareAsync(CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        var shared = batch.Row(SharedSnapshot.Export, SharedSnapshot.Read);
        batch.Rows(PinnedSettings.Set([MayIdle]), _ => true);
        await batch.SendAsync(cancellationToken);
        return shared.Value;
    }

    public Batch NewBatch() => new(connection, opening);

    /// <summary>Runs a statement, or several without parameters.</summary>
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
    /// Runs statements under the caller's search_path, because they run the target's own code. They are sent one by
    /// one: of statements in one batch, the last would not learn why the session ended.
    /// </summary>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task ExecuteInOwnPathAsync(IEnumerable<Sql> statements, CancellationToken cancellationToken)
    {
        foreach (var sql in statements.Prepend(ToOwnSearchPath).Append(ToPinnedSearchPath))
            await ExecuteAsync(sql, cancellationToken);
    }

    /// <summary>Runs a statement that writes values into a table.</summary>
    /// <exception cref="StatementException">The server refused it.</exception>
    public async Task ExecuteAsync(Sql sql, string subject, CancellationToken cancellationToken)
    {
        await opening.SendAsync(cancellationToken);
        await using var command = Commands.ToCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).OrRefusalAsync(subject, givesValues: true);
    }

    /// <summary>The results of several statements in sequence, with values as PostgreSQL's own text.</summary>
    /// <param name="queries">The statements.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Results; each must be read before the next one is requested.</returns>
    /// <exception cref="StatementException">The server refused a statement.</exception>
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
            // The error of a statement is thrown by the step to its result.
            if (i > 0)
                await reader.NextResultAsync(cancellationToken).OrRefusalAsync(queries[i].Subject);
            yield return new TextRows(reader, queries[i].Subject);
        }

        await reader.NextResultAsync(cancellationToken).OrRefusalAsync(queries[^1].Subject);
    }

    /// <summary>Sends data by COPY … FROM STDIN.</summary>
    /// <param name="copy">The statement.</param>
    /// <param name="subject">The table that it loads, for errors.</param>
    /// <param name="write">Writes the data.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StatementException">The server refused the statement or the data.</exception>
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
            // Disposal would complete the COPY with the rows written so far.
            await ((NpgsqlCopyTextWriter)writer).CancelAsync();
            throw;
        }

        await writer.DisposeAsync().AsTask().OrRefusalAsync(subject, givesValues: true);
    }

    /// <summary>Commits. In the caller's transaction the work lasts if that commits.</summary>
    /// <exception cref="StatementException">The server refused it, and rolled everything back.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken).OrRefusalAsync();
        }
        else
        {
            // The release of a savepoint keeps what was SET LOCAL after it.
            await this.RowsAsync(PinnedSettings.Set([.. settings.Zip(Before)]), _ => true, cancellationToken);
            await ExecuteAsync($"RELEASE SAVEPOINT snapshotseed", cancellationToken);
        }

        isCommitted = true;
    }

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
            // Npgsql has no other way to tell that a transaction is running.
            return null;
        }
    }
}
