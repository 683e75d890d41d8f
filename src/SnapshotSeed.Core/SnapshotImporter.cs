using System.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Loading;
using SnapshotSeed.Snapshots;
using SnapshotSeed.Verification;

namespace SnapshotSeed;

/// <summary>
/// Loads a snapshot folder into a database: snapshot + catalog -> load plan -> one transaction. Loading twice inserts
/// nothing the second time. Needs SELECT and INSERT on the tables (and UPDATE on their sequences); no superuser, no
/// DDL. Large files go through temporary tables.
/// </summary>
/// <param name="connection">
/// An open connection to the target, without a running transaction (else methods throw <see
/// cref="InvalidOperationException"/>). It is given back as it was.
/// </param>
/// <param name="logger">Receives diagnostics; none by default.</param>
public sealed class SnapshotImporter(NpgsqlConnection connection, ILogger? logger = null)
{
    private readonly NpgsqlConnection connection = connection ?? throw new ArgumentNullException(nameof(connection));
    private readonly ILogger logger = logger ?? NullLogger.Instance;

    /// <summary>Says what <see cref="ImportAsync"/> would do, without writing.</summary>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to load.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The folder is no snapshot, or does not fit the database.</exception>
    /// <exception cref="PostgresException">The server refused a statement.</exception>
    public async Task<LoadPlan> PlanAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var snapshot = await SnapshotReader.ReadAsync(folder, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.ReadCommitted,
            cancellationToken
        );
        await PinnedSettings.ApplyAsync(connection, cancellationToken);
        return LoadPlanner.Plan(snapshot, await CatalogReader.ReadAsync(connection, cancellationToken), options);
    }

    /// <summary>
    /// Loads a folder: all of it or, whatever goes wrong, nothing. A second import into the same database waits for the
    /// first.
    /// </summary>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to load.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// The folder is no snapshot, the target's name is not that of a test database, or the target would refuse rows:
    /// every problem together, with file and line.
    /// </exception>
    /// <exception cref="PostgresException">The server refused a statement for another reason than the rows.</exception>
    public async Task<ImportResult> ImportAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);

        TargetGuard.Check(connection.Database, options.AllowTarget);
        var snapshot = await SnapshotReader.ReadAsync(folder, cancellationToken);
        foreach (var table in snapshot.Tables.Where(table => table.IsEdited))
        {
            Log.Edited(logger, table.Manifest.File, table.Content.Rows, table.Manifest.Rows);
            if (!table.Content.IsEnded)
                Log.Unended(logger, table.Manifest.File);
        }

        LoadPlan? plan = null;
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(
                IsolationLevel.ReadCommitted,
                cancellationToken
            );
            var searchPath = await PinnedSettings.ApplyAsync(connection, cancellationToken);
            await PrepareAsync(cancellationToken);
            var catalog = await CatalogReader.ReadAsync(connection, cancellationToken);
            TargetGuard.Check(catalog.Database.Name, options.AllowTarget);
            plan = LoadPlanner.Plan(snapshot, catalog, options);
            TargetGuard.CheckPartitions(
                plan.Tables.Select(load => load.Table),
                catalog.Database.Name,
                options.AllowTarget
            );
            await CompareMigrationAsync(snapshot, catalog, cancellationToken);
            await PinnedSettings.RestoreSearchPathAsync(connection, searchPath, cancellationToken);
            Log.Importing(logger, catalog.Database.Name, plan.Tables.Count());
            foreach (var sequence in plan.Tables.SelectMany(load => LoadPlanner.ImmovableSequences(load.Table)))
                Log.NotNumbered(logger, sequence.Name, sequence.Table, sequence.Column);
            if (!catalog.LooseSequences.IsEmpty)
                Log.LooseSequences(logger, string.Join(", ", catalog.LooseSequences));
            var tables = await new LoadExecutor(connection, plan, logger).RunAsync(cancellationToken);
            await CommitAsync(transaction, cancellationToken);
            return new ImportResult(catalog.Database.Name, tables);
        }
        catch (Exception e)
            when (plan is not null
                && (e is RowsNotInsertedException || (e is PostgresException refused && IsAboutRows(refused)))
            )
        {
            throw await ExplainAsync(plan, e, cancellationToken);
        }
    }

    /// <summary>Compares a database with a snapshot, row by row, and writes nothing.</summary>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">Which tables; the other options do not matter here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The folder is no snapshot, or has none of the named tables.</exception>
    /// <exception cref="PostgresException">The server refused a statement.</exception>
    public async Task<VerificationReport> VerifyAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);

        var snapshot = await SnapshotReader.ReadAsync(folder, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        await PinnedSettings.ApplyAsync(connection, cancellationToken);
        var catalog = await CatalogReader.ReadAsync(connection, cancellationToken);
        return await new Verifier(connection, transaction, snapshot, catalog).RunAsync(
            options.Tables,
            cancellationToken
        );
    }

    /// <summary>
    /// Refuses, before anything is written, to refresh a database that is not a test database, or one from itself: a
    /// snapshot loaded into its own source would be taken for an import that worked.
    /// </summary>
    /// <param name="source">An open connection to the source.</param>
    /// <param name="target">An open connection to the target.</param>
    /// <param name="options">Which target is allowed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// Source and target are one database, or the target's name is not that of a test database.
    /// </exception>
    public static async Task GuardAsync(
        NpgsqlConnection source,
        NpgsqlConnection target,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (await SameDatabase.IsAsync(source, target, cancellationToken))
        {
            throw new SnapshotSeedException(
                $"source and target are the same database, {target.Database}",
                "Check DATABASE_URL_DEMO and DATABASE_URL_TEST.",
                FailureKind.WrongUsage
            );
        }

        TargetGuard.Check(target.Database, options.AllowTarget);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var command = connection.NewCommand($"{LoadSql.FireTriggers}; {LoadSql.TryLock}"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            if (reader.GetBoolean(0))
                return;
        }

        Log.Waiting(logger);
        await connection.ExecuteAsync(LoadSql.Lock, cancellationToken);
    }

    /// <summary>Only an ERROR says that the server did not commit; where no answer comes, it may have.</summary>
    private static async Task CommitAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception e)
            when ((e as PostgresException ?? e.InnerException as PostgresException)?.InvariantSeverity != "ERROR")
        {
            throw new SnapshotSeedException(
                "the connection was lost during the commit, so it is not known whether the target holds the rows",
                "All of them are there or none. Run the import again: it inserts what is missing.",
                innerException: e
            );
        }
    }

    private async Task CompareMigrationAsync(
        Snapshot snapshot,
        DatabaseCatalog catalog,
        CancellationToken cancellationToken
    )
    {
        if (
            snapshot.Manifest.Migration is { } source
            && await MigrationHistory.ReadAsync(catalog, connection, cancellationToken) is { } target
            && target.Version != source.Version
        )
            Log.OtherMigration(logger, source.Version, target.Version);
    }

    /// <summary>
    /// Class 23 is violated constraints. What a function raises may be of any class, but for those of privileges and
    /// its own code (42) and of the server's troubles.
    /// </summary>
    private static bool IsAboutRows(PostgresException e) =>
        e.SqlState.StartsWith("23", StringComparison.Ordinal)
        || PostgresMessage.IsAboutValues(e)
        || (
            PostgresMessage.TriggerHint(e) is not null
            && !e.SqlState.StartsWith("42", StringComparison.Ordinal)
            && !Attempts.IsOfTheServer(e)
        );

    private async Task<SnapshotSeedException> ExplainAsync(
        LoadPlan plan,
        Exception cause,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var searchPath = await PinnedSettings.ApplyAsync(connection, cancellationToken);
        var rules = await UniqueRule.ReadAsync(connection, cancellationToken);
        await PinnedSettings.RestoreSearchPathAsync(connection, searchPath, cancellationToken);
        if (plan.Operations.OfType<EmptyTables>().FirstOrDefault() is { } empty)
            await new TableEmptier(connection, plan).RunAsync(empty, cancellationToken);
        var problems = new List<string>(
            await new LoadDiagnosis(connection, transaction, plan, rules).RunAsync(cancellationToken)
        );
        var hint =
            "Correct the lines named; or, where the target's schema is behind or ahead, run its migrations or export the snapshot again.";
        if (
            problems.Count == 0
            || (cause is PostgresException refused && PostgresMessage.TriggerHint(refused) is not null)
        )
        {
            var (problem, next) = await new UnexplainedRefusal(connection, transaction, plan).DescribeAsync(
                cause,
                cancellationToken
            );
            hint = problems.Count == 0 ? next : $"{hint} {next}";
            problems.Add(problem);
        }

        return SnapshotSeedException.ForProblems(
            "the target refuses rows of the snapshot",
            problems,
            $"{hint} Nothing was written.",
            innerException: cause
        );
    }
}
