using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import;

/// <summary>Files -> fitted to the target -> plan -> one transaction, or a part of the caller's -> result.</summary>
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

    /// <exception cref="SnapshotSeedException">The folder is no snapshot, or does not fit the database.</exception>
    public async Task<LoadPlan> PlanAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var files = await SnapshotReader.ReadAsync(folder, ReadingOptions.Of(options), cancellationToken);
        await using var session = await Session.BeginAsync(connection, SessionMode.Import, cancellationToken);
        var preparation = new ImportPreparation(session, options, clock.GetUtcNow());
        var target = await ImportTarget.ReadAsync(session, files, options, cancellationToken);
        return (await preparation.PrepareAsync(files, target, [], cancellationToken)).Plan;
    }

    /// <summary>Loads all of the folder or nothing. A second import into the same database waits.</summary>
    /// <exception cref="SnapshotSeedException">The import is refused: every problem together.</exception>
    /// <exception cref="StatementException">The server refused it for another reason than the rows.</exception>
    public async Task<ImportResult> ImportAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        TargetGuard.Check(connection.Database, options.AllowTargets);
        var start = Stopwatch.GetTimestamp();

        // The files are read while the server looks at its catalog.
        var reading = Task.Run(
            () => SnapshotReader.ReadAsync(folder, ReadingOptions.Of(options), cancellationToken),
            cancellationToken
        );
        try
        {
            var now = clock.GetUtcNow();
            var result = await new OrderRetry(connection, logger).RunAsync(
                postponed => ImportOnceAsync(reading, options, now, postponed, cancellationToken),
                cancellationToken
            );
            result = result with
            {
                Warnings = [.. logger.All, .. Warnings.OfDifferent(result)],
                Elapsed = Stopwatch.GetElapsedTime(start),
            };
            ResultEvents.Write(logger, result);
            return result;
        }
        finally
        {
            await Task.WhenAny(reading);
        }
    }

    /// <exception cref="SnapshotSeedException">The folder is no snapshot, or lacks a named table.</exception>
    public async Task<VerificationReport> VerifyAsync(
        string folder,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var reading = ReadingOptions.Of(options) with { MayLackFiles = true };
        var files = await SnapshotReader.ReadAsync(folder, reading, cancellationToken);
        return await VerifyAsync(files, options, new LoadOutcome([]).NotLoaded, cancellationToken);
    }

    private async Task<ImportResult> ImportOnceAsync(
        Task<SnapshotFiles> reading,
        ImportOptions options,
        DateTimeOffset now,
        IReadOnlyList<TableName> postponed,
        CancellationToken cancellationToken
    )
    {
        await using var session = await Session.BeginAsync(connection, SessionMode.Import, cancellationToken);
        await new ImportTurn(session, logger).TakeAsync(reading, cancellationToken);
        var files = await reading;
        var target = await ImportTarget.ReadAsync(session, files, options, cancellationToken);
        TargetGuard.Check(target.Catalog.Database.Name, options.AllowTargets);
        TargetGuard.CheckWritable(target.Catalog.Database);
        var preparation = new ImportPreparation(session, options, now);
        var prepared = await preparation.PrepareAsync(files, target, postponed, cancellationToken);
        TargetGuard.CheckPartitions(
            prepared.Plan.Tables.Select(load => load.Table),
            target.Catalog.Database.Name,
            options.AllowTargets
        );
        if (postponed.Count == 0)
            ImportLog.Write(logger, prepared, options);
        var state = new LoadState(session, options.KeepGoing) { NamesAll = options.KeepGoing };
        var failed = files.Unreadable.Concat(prepared.Mismatches).ToList();
        var outcome = await LoadAsync(state, prepared.Plan, failed, cancellationToken);
        return new ImportResult(
            prepared.Target.Catalog.Database.Name,
            [.. outcome.Tables.Select(table => table with { Elapsed = state.Times[table.Name] })]
        )
        {
            Differences = prepared.Snapshot.Differences ?? [],
            Shift = prepared.Snapshot.Shift,
            Problems = [.. failed, .. outcome.Problems],
            Stamped = prepared.Plan.Stamped,
            Stale = outcome.StaleViews,
            CompareAsync = async (other, token) =>
            {
                var report = await new ImportRun(other, options.Logger, options.Clock).VerifyAsync(
                    files,
                    options,
                    outcome.NotLoaded,
                    token
                );
                return prepared.Plan.Tables.Any(load => load.FiresTriggers)
                    ? ChangesByTriggers.In(report, outcome.Tables)
                    : report;
            },
        };
    }

    /// <exception cref="RefusedLoadException">The target refused rows.</exception>
    private async Task<LoadOutcome> LoadAsync(
        LoadState state,
        LoadPlan plan,
        IReadOnlyCollection<RowProblem> failed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var loaded = await ExecuteAsync(state, plan, failed, cancellationToken);
            await CommitAsync(state.Session, cancellationToken);
            return loaded;
        }
        catch (Exception e) when (e is RowsNotInsertedException or StatementException { IsAboutRows: true })
        {
            throw new RefusedLoadException(plan, e);
        }
    }

    private async Task<LoadOutcome> ExecuteAsync(
        LoadState state,
        LoadPlan plan,
        IReadOnlyCollection<RowProblem> failed,
        CancellationToken cancellationToken
    )
    {
        var count = new ProgressCount(progress, plan.Tables.Count());
        if (!state.KeepsGoing)
            return new(await new LoadExecutor(state, plan, logger, progress: count).RunAsync(cancellationToken))
            {
                StaleViews = [.. state.StaleViews],
            };
        var rules = await UniqueRulesQuery.ReadAsync(state.Session, cancellationToken);
        LoadOutcome? outcome = null;
        await state.Session.IsolateAsync(
            async () => outcome = await KeepGoingAsync(state),
            e => e is StatementException { IsAboutRows: true },
            cancellationToken
        );

        // What deferred triggers reject at the end is found where they fire at once.
        return outcome ?? await KeepGoingAsync(state.AtOnce());

        Task<LoadOutcome> KeepGoingAsync(LoadState load) =>
            new KeepGoingLoad(load, plan, rules, failed.Select(problem => problem.Name), logger, count).RunAsync(
                cancellationToken
            );
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
                "lost the connection during the commit; the target has all of the rows or none",
                "Run the import again. It inserts the missing rows.",
                innerException: e
            );
        }
    }

    private async Task<VerificationReport> VerifyAsync(
        SnapshotFiles files,
        ImportOptions options,
        IReadOnlyDictionary<TableName, IReadOnlySet<long>> notLoaded,
        CancellationToken cancellationToken
    )
    {
        var start = Stopwatch.GetTimestamp();
        await using var session = await Session.BeginAsync(connection, SessionMode.Comparison, cancellationToken);
        var prepared = await new ImportPreparation(session, options, clock.GetUtcNow()).PrepareComparisonAsync(
            files,
            cancellationToken
        );
        Events.VerificationStarted(
            logger,
            prepared.Target.Catalog.Database.Name,
            prepared.Snapshot.Tables.Length,
            prepared.Snapshot.Tables.Sum(fitted => fitted.File.Content.Rows)
        );
        var report = await new ComparisonRun(session, prepared, notLoaded).RunAsync(options, cancellationToken);
        report = report with { Elapsed = Stopwatch.GetElapsedTime(start) };
        ResultEvents.Write(logger, report);
        return report;
    }
}
