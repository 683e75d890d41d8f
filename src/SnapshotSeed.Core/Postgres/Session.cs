using System.Collections.Immutable;
using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>A transaction, or a savepoint in the caller's. Disposal rolls back and restores the connection.</summary>
internal sealed class Session : IAsyncDisposable
{
    // For sessions that share a snapshot: one idles while the other works, and the second hardly waits for locks.
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

    public bool IsOpen => connection.State == ConnectionState.Open;

    // A session that only reads has its own transaction, whose end restores its settings.
    private string[] Before =>
        before?.Value ?? throw new InvalidOperationException("a session that only reads does not know its settings");

    /// <summary>Makes the following statements run under the caller's search_path.</summary>
    public Sql ToOwnSearchPath => PinnedSettings.SetSearchPath(Before[settings.IndexOf(PinnedSettings.SearchPath)]);

    public static Sql ToPinnedSearchPath =>
        PinnedSettings.SetSearchPath(
            PinnedSettings.All.First(setting => setting.Name == PinnedSettings.SearchPath).Value
        );

    /// <summary>Settings are pinned in the round trip of the first statements.</summary>
    /// <exception cref="InvalidOperationException">Not open, or in a transaction that it cannot join.</exception>
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

    /// <summary>Sees what the other session sees, and hardly waits for locks.</summary>
    /// <returns>Null if the connection leads to another server.</returns>
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

    /// <summary>PostgreSQL refuses that behind a savepoint.</summary>
    public async Task<SharedSnapshot> ShareAsync(CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        var shared = batch.Row(SharedSnapshot.Export, SharedSnapshot.Read);
        batch.Rows(PinnedSettings.Set([MayIdle]), _ => true);
        await batch.SendAsync(cancellationToken);
        return shared.Value;
    }

    public Batch NewBatch() => new(connection, opening);

    /// <summary>One statement, or several without parameters.</summary>
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

    /// <summary>For the target's own code. One by one: a batch's last would not learn why the session ended.</summary>
    public async Task ExecuteInOwnPathAsync(IEnumerable<Sql> statements, CancellationToken cancellationToken)
    {
        foreach (var sql in statements.Prepend(ToOwnSearchPath).Append(ToPinnedSearchPath))
            await ExecuteAsync(sql, cancellationToken);
    }

    /// <summary>For a statement that writes values into a table.</summary>
    public async Task ExecuteAsync(Sql sql, string subject, CancellationToken cancellationToken)
    {
        await opening.SendAsync(cancellationToken);
        await using var command = Commands.ToCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).OrRefusalAsync(subject, givesValues: true);
    }

    /// <summary>As PostgreSQL's own text. Each result must be read before the next one is requested.</summary>
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
