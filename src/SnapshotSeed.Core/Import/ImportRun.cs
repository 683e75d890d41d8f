using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Import.Diagnose;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Verify;

namespace SnapshotSeed.Import;

/// <summary>
/// Loads a snapshot folder into a database: snapshot + catalog -> load plan -> one transaction. Loading twice inserts
/// nothing the second time. Needs SELECT and INSERT on the tables (and UPDATE on their sequences); no superuser, no
/// DDL. Large files go through temporary tables.
/// </summary>
/// <param name="connection">
/// An open connection to the target (else methods throw <see cref="InvalidOperationException"/>). It is given back as
/// it was. Where a transaction is running on it, the work becomes a part of that one.
/// </param>
/// <param name="logger">Receives diagnostics; none by default.</param>
/// <param name="progress">Is told of each table once it is loaded; nobody by default.</param>
/// <param name="clock">Tells the present, to which times may be moved; by default the system's.</param>
internal sealed class ImportRun(
    NpgsqlConnection connection,
    ILogger? logger = null,
    TimeProvider? clock = null,
    IProgress<SnapshotProgress>? progress = null
)
{
    private readonly NpgsqlConnection connection = connection ?? throw new ArgumentNullException(nameof(connection));
    private readonly Warnings logger = new(logger);
    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    /// <summary>Says what <see cref="ImportAsync"/> would do, without writing.</summary>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to load.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The folder is no snapshot, or does not fit the database.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<LoadPlan> PlanAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var snapshot = await SnapshotReader.ReadAsync(folder, ReadingOptions.Of(options), cancellationToken);
        await using var session = await Session.BeginAsync(connection, SessionMode.Import, cancellationToken);
        var catalog = await ReadCatalogAsync(session, options, cancellationToken);
        snapshot = await CompareMigrationsAsync(snapshot, catalog, options, session, cancellationToken);
        var fitting = new Fitting(session, options, clock.GetUtcNow());
        snapshot = await fitting.AdaptAsync(snapshot, catalog, cancellationToken);
        catalog = IdPlan.Of(snapshot, catalog).WithNaturalKeys();
        snapshot = await fitting.RebaseAsync(snapshot, catalog, isThere: false, cancellationToken);
        return LoadPlanner.Plan(snapshot, catalog, options);
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
    /// <exception cref="StatementException">
    /// The server refused a statement for another reason than the rows.
    /// </exception>
    public async Task<ImportResult> ImportAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);

        TargetGuard.Check(connection.Database, options.AllowTargets);

        // The files are read while the server looks at its catalog.
        var reading = Task.Run(
            () => SnapshotReader.ReadAsync(folder, ReadingOptions.Of(options), cancellationToken),
            cancellationToken
        );
        try
        {
            return await ImportWithRetriesAsync(reading, options, cancellationToken);
        }
        finally
        {
            await Task.WhenAny(reading);
        }
    }

    private async Task<ImportResult> ImportWithRetriesAsync(
        Task<SnapshotFiles> reading,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var postponed = new List<TableName>();
        var now = clock.GetUtcNow();
        while (true)
        {
            LoadPlan? plan = null;
            try
            {
                var result = await ImportOnceAsync(
                    reading,
                    options,
                    now,
                    postponed,
                    made => plan = made,
                    cancellationToken
                );
                return result with { Warnings = [.. logger.All, .. Warnings.OfDifferent(result)] };
            }
            catch (RowsNotUpdatedException e)
            {
                throw SnapshotSeedException.ForRows(
                    "the target refuses rows of the snapshot",
                    [e.Problem],
                    Unexplained.TriggersOff,
                    e
                );
            }
            catch (Exception e)
                when (plan is not null && e is RowsNotInsertedException or StatementException { IsAboutRows: true })
            {
                if (Postponement.Of(plan!, e) is not { } table || postponed.Contains(table))
                    throw await ExplainAsync(plan!, e, cancellationToken);
                Log.Postponed(logger, table);
                postponed.Add(table);
            }
        }
    }

    private async Task<ImportResult> ImportOnceAsync(
        Task<SnapshotFiles> reading,
        ImportOptions options,
        DateTimeOffset now,
        IReadOnlyCollection<TableName> postponed,
        Action<LoadPlan> onPlan,
        CancellationToken cancellationToken
    )
    {
        await using var session = await Session.BeginAsync(connection, SessionMode.Import, cancellationToken);
        await TakeTurnAsync(session, reading, cancellationToken);
        var catalog = await ReadCatalogAsync(session, options, cancellationToken);
        var snapshot = await reading;
        if (postponed.Count == 0)
            TellEdits(snapshot);
        TargetGuard.Check(catalog.Database.Name, options.AllowTargets);
        TargetGuard.CheckWritable(catalog.Database);
        snapshot = await CompareMigrationsAsync(snapshot, catalog, options, session, cancellationToken);
        var fitting = new Fitting(session, options, now);
        snapshot = await fitting.AdaptAsync(snapshot, catalog, cancellationToken);
        var ids = IdPlan.Of(snapshot, catalog);
        catalog = ids.WithNaturalKeys();
        var misfits = options.KeepGoing ? SchemaMismatches.Of(snapshot.Tables, snapshot, catalog) : [];
        snapshot = snapshot.Without(misfits.Select(problem => problem.Name));
        var plan = LoadPlanner.Plan(snapshot, catalog, options, postponed);
        TargetGuard.CheckPartitions(
            plan.Tables.Select(load => load.Table),
            catalog.Database.Name,
            options.AllowTargets
        );
        if (options.Time.Rebase is not null)
        {
            snapshot = await fitting.RebaseAsync(snapshot, catalog, isThere: false, cancellationToken);
            plan = LoadPlanner.Plan(snapshot, catalog, options, postponed);
        }

        // New ids are drawn from sequences for good: only for what fits.
        var withLabels = snapshot;
        snapshot = await new IdAssignment(session, ids, plan, options.KeepGoing, logger).RunAsync(
            snapshot,
            cancellationToken
        );
        if (snapshot.HasIds)
            plan = LoadPlanner.Plan(snapshot, catalog, options, postponed);
        onPlan(plan);
        if (postponed.Count == 0)
            Tell(plan, snapshot, catalog, options);
        var stamped = await StampAsync(snapshot, catalog, options, session, cancellationToken);
        var (tables, problems) = await LoadAsync(session, plan, options, cancellationToken);
        var views = await RefreshAsync(session, tables, options, cancellationToken);
        await CommitAsync(session, cancellationToken);
        return new ImportResult(catalog.Database.Name, [.. tables.Select(table => WithLeftOut(table, snapshot))])
        {
            Snapshot = snapshot.Tables.Any(table => table.IsThere) ? withLabels : snapshot,
            Options = options,
            Problems = [.. snapshot.Unreadable, .. snapshot.LeftOutRows, .. misfits, .. problems],
            Stamped = stamped,
            Stale = [.. views],
        };
    }

    private static ImportedTable WithLeftOut(ImportedTable table, SnapshotFiles snapshot)
    {
        var rows = snapshot.LeftOutRows.Count(problem => problem.Name == table.Name);
        return table with { Rows = table.Rows + rows, Failed = table.Failed + rows };
    }

    private async Task<(ImmutableArray<ImportedTable> Tables, ImmutableArray<RowProblem> Problems)> LoadAsync(
        Session session,
        LoadPlan plan,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var count = new ProgressCount(progress, plan.Tables.Count());
        if (!options.KeepGoing)
            return (await new LoadExecutor(session, plan, logger, progress: count).RunAsync(cancellationToken), []);
        var rules = await UniqueRulesQuery.ReadAsync(session, cancellationToken);
        return await new KeepGoingLoad(session, plan, rules, logger, count).RunAsync(cancellationToken);
    }

    /// <summary>Compares a database with a snapshot, row by row, and writes nothing.</summary>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">Which tables; the other options do not matter here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The folder is no snapshot, or has none of the named tables.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<VerificationReport> VerifyAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        return await VerifyAsync(
            await SnapshotReader.ReadAsync(folder, ReadingOptions.Of(options), cancellationToken),
            options,
            cancellationToken
        );
    }

    /// <summary>Compares a database with what was imported: the folder as it was read then.</summary>
    /// <param name="imported">What <see cref="ImportAsync"/> returned.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">A file that was too large to be held has changed since.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public Task<VerificationReport> VerifyAsync(ImportResult imported, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(imported);
        return VerifyAsync(imported.Snapshot, imported.Options, cancellationToken);
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
                $"Check {Setting.Source}, and {Setting.Target}.",
                FailureKind.WrongUsage
            );
        }

        TargetGuard.Check(target.Database, options.AllowTargets);
    }

    private async Task<VerificationReport> VerifyAsync(
        SnapshotFiles snapshot,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        await using var session = await Session.BeginAsync(connection, SessionMode.Comparison, cancellationToken);
        var catalog = await ReadCatalogAsync(session, options, cancellationToken);
        var fitting = new Fitting(session, options, clock.GetUtcNow());
        snapshot = await fitting.AdaptAsync(snapshot, catalog, cancellationToken);
        var ids = IdPlan.Of(snapshot, catalog);
        catalog = snapshot.HasIds ? catalog : ids.WithNaturalKeys();
        snapshot = await fitting.RebaseAsync(snapshot, catalog, isThere: true, cancellationToken);
        if (!snapshot.HasIds)
        {
            snapshot = await new IdAssignment(session, ids, plan: null, options.KeepGoing, logger).RunAsync(
                snapshot,
                cancellationToken
            );
        }

        return await new Verifier(session, snapshot, catalog).RunAsync(options, cancellationToken);
    }

    private static async Task<DatabaseCatalog> ReadCatalogAsync(
        Session session,
        ImportOptions options,
        CancellationToken cancellationToken
    ) =>
        await LoadingRuleReader.AddAsync(
            await ConfiguredCatalog.ReadAsync(session, options.References, cancellationToken),
            options,
            session,
            cancellationToken
        );

    private void TellEdits(SnapshotFiles snapshot)
    {
        foreach (var table in snapshot.Tables.Where(table => table.IsEdited))
        {
            Log.Edited(logger, table.File, table.Content.Rows, table.Manifest!.Rows);
            if (!table.Content.IsEnded)
                Log.Unended(logger, table.File);
        }
    }

    private void Tell(LoadPlan plan, SnapshotFiles snapshot, DatabaseCatalog catalog, ImportOptions options)
    {
        if (options is { Migration: MigrationMode.Warn } && snapshot.Comparison is { IsOther: true } comparison)
            Log.OtherMigration(logger, comparison.Snapshot!.Version, comparison.Target!.Newest.Version);
        Log.Importing(logger, catalog.Database.Name, plan.Tables.Count());
        foreach (var load in plan.Tables.Where(IsToldApartByTimes))
            Log.MovedKey(logger, load.Table.Name);
        foreach (var load in plan.Tables)
        {
            foreach (var (column, old) in TableMismatches.Widened(load.Source, load.Table))
                Log.Widened(logger, load.Table.Name, column.Name, old, column.Type);
        }

        foreach (var sequence in plan.Tables.SelectMany(load => ColumnSequences.NotOf(load.Table)))
            Log.NotNumbered(logger, sequence.Name, sequence.Table, sequence.Column);
        var unknown = catalog
            .LooseSequences.Select(sequence => sequence.Name)
            .Except(snapshot.Sequences.Select(sequence => sequence.Name))
            .ToList();
        if (unknown.Count > 0 && snapshot.HasManifest)
            Log.LooseSequences(logger, string.Join(", ", unknown));
    }

    /// <returns>The materialized views that do not show the rows, because they are not to be refreshed.</returns>
    private static async Task<List<TableName>> RefreshAsync(
        Session session,
        IEnumerable<ImportedTable> tables,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var changed = tables
            .Where(table => table.Inserted + table.Updated > 0 || (options.TruncateFirst && table.Rows == 0))
            .Select(table => table.Name)
            .ToList();
        if (changed.Count == 0)
            return [];
        var views = await session.RowsAsync(
            MaterializedViewsQuery.Of(changed),
            MaterializedViewsQuery.Read,
            cancellationToken
        );
        if (!options.RefreshViews)
            return views;
        await session.ExecuteInOwnPathAsync(
            views.Select(Sql (view) => $"REFRESH MATERIALIZED VIEW {view}"),
            cancellationToken
        );
        return [];
    }

    /// <summary>Waits for other imports, but not with a folder that cannot be read.</summary>
    private async Task TakeTurnAsync(Session session, Task reading, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        batch.Rows(ImportLock.FireTriggers, _ => true);
        var isTaken = batch.Value<bool>(ImportLock.TryLock);
        await batch.SendAsync(cancellationToken);
        if (isTaken.Value)
            return;
        await reading;
        Log.Waiting(logger);
        await session.ExecuteAsync(ImportLock.Lock, cancellationToken);
    }

    /// <summary>Only an ERROR says that the server did not commit; where no answer comes, it may have.</summary>
    private static async Task CommitAsync(Session session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await session.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e.InnerException is not PostgresException { InvariantSeverity: "ERROR" })
        {
            throw new SnapshotSeedException(
                "the connection was lost during the commit, so it is not known whether the target holds the rows",
                "All of them are there or none. Run the import again: it inserts what is missing.",
                innerException: e
            );
        }
    }

    /// <exception cref="SnapshotSeedException">They have to be the same and are not.</exception>
    private static async Task<SnapshotFiles> CompareMigrationsAsync(
        SnapshotFiles snapshot,
        DatabaseCatalog catalog,
        ImportOptions options,
        Session session,
        CancellationToken cancellationToken
    )
    {
        if (snapshot.Migration is null && options is { StampMigration: null, Migration: not MigrationMode.Require })
            return snapshot;
        var histories = HistoryTables.Of(catalog, options.MigrationTables);
        var target = await MigrationHistory.ReadAsync(catalog, histories, session, cancellationToken);
        var comparison = new MigrationComparison(snapshot.Migration, target);
        if (options.Migration == MigrationMode.Require && !(target is null && options.StampMigration is not null))
            comparison.Require();
        return snapshot with { Comparison = comparison };
    }

    private async Task<StampedMigration?> StampAsync(
        SnapshotFiles snapshot,
        DatabaseCatalog catalog,
        ImportOptions options,
        Session session,
        CancellationToken cancellationToken
    )
    {
        if (options.StampMigration is not { } stamp)
            return null;
        var stamped = await new Stamping(session, snapshot.Migration, snapshot.Migrations).RunAsync(
            stamp.Version,
            snapshot.Comparison?.Target,
            catalog,
            HistoryTables.Of(catalog, options.MigrationTables),
            cancellationToken
        );
        Log.Stamped(logger, stamped.Table, stamped.Entries, stamped.Version);
        return stamped;
    }

    private static bool IsToldApartByTimes(TableLoad load) =>
        load.Columns.Any(column =>
            column.Conversion?.Shift is not null && load.Key?.Columns.Contains(column.Target.Name) != false
        );

    /// <summary>Finds out what was wrong, now that everything is undone.</summary>
    private async Task<SnapshotSeedException> ExplainAsync(
        LoadPlan plan,
        Exception cause,
        CancellationToken cancellationToken
    )
    {
        await using var session = await Session.BeginAsync(connection, SessionMode.Comparison, cancellationToken);
        var rules = await UniqueRulesQuery.ReadAsync(session, cancellationToken);
        if (plan.Operations.OfType<EmptyTables>().FirstOrDefault() is { } empty)
            await new EmptyTablesRunner(session, plan.Tables).RunAsync(empty, cancellationToken);
        var problems = await new LoadDiagnosis(session, plan, rules).RunAsync(cancellationToken);
        MessageTemplate hint =
            "Correct the lines named; or, where the target's schema is behind or ahead, run its migrations or "
            + "export the snapshot again.";
        if (!plan.HasManifest && problems.Exists(problem => problem.Kind == RowProblemKind.Value))
            hint =
                $"{hint} Where ids in the files are labels, say so with {Setting.Ids.As("assign")}; where an empty field is NULL, with "
                + $"{Setting.Null}.";
        if (problems.Count == 0 || cause is StatementException { Function: not null })
        {
            var (problem, next) = await new Unexplained(session, plan).DescribeAsync(cause, cancellationToken);
            hint = problems.Count == 0 ? next : $"{hint} {next}";
            problems.Add(problem);
        }

        return SnapshotSeedException.ForRows("the target refuses rows of the snapshot", problems, hint, cause);
    }
}
