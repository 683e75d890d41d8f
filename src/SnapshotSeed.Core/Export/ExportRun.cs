using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Export.Checks;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Rows;
using SnapshotSeed.Migrations;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export;

/// <summary>
/// Reads in one REPEATABLE READ, READ ONLY transaction. The connection must have no transaction, and is given back as
/// it was. From <c>rowsForTwo</c> rows on a second session pays, which first has to read its part of the catalog:
/// 110,000 rows of a large database took a fourth less time, 50,000 as long.
/// </summary>
internal sealed class ExportRun(
    NpgsqlConnection connection,
    ILogger? logger = null,
    IProgress<SnapshotProgress>? progress = null,
    Func<CancellationToken, ValueTask<NpgsqlConnection>>? openAnother = null,
    long rowsForTwo = 100_000,
    IProgress<StepProgress>? steps = null
)
{
    private readonly NpgsqlConnection connection = connection ?? throw new ArgumentNullException(nameof(connection));
    private readonly Warnings logger = new(logger);

    /// <summary>No row is chosen.</summary>
    /// <exception cref="SnapshotSeedException">Options do not fit the database or the role's privileges.</exception>
    public async Task<ExportPlan> PlanAsync(ExportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var session = await Session.BeginAsync(connection, SessionMode.Export, cancellationToken);
        return (await PreparedExport.OfAsync(options, session, logger, cancellationToken)).Plan;
    }

    /// <summary>Whatever fails, the folder is the new snapshot or what it was. Foreign files in it stay.</summary>
    /// <exception cref="SnapshotSeedException">As for a plan, or the folder cannot be written.</exception>
    public async Task<ExportResult> ExportAsync(
        string folder,
        ExportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var start = Stopwatch.GetTimestamp();
        var result = await new ExportRetry(connection, logger).RunAsync(
            () => ExportOnceAsync(folder, options, cancellationToken),
            cancellationToken
        );
        result = result with { Elapsed = Stopwatch.GetElapsedTime(start) };
        ResultEvents.Write(logger, result);
        return result;
    }

    private async Task<ExportResult> ExportOnceAsync(
        string folder,
        ExportOptions options,
        CancellationToken cancellationToken
    )
    {
        await using var session = await Session.BeginAsync(connection, SessionMode.Export, cancellationToken);
        await using var sessions = new ReadSessions(session);
        var prepared = await PreparedExport.OfAsync(options, session, logger, cancellationToken);
        var (catalog, histories, plan) = prepared;
        var migrations = await MigrationHistory.ReadAsync(catalog, histories, session, cancellationToken);
        StartLog.Write(prepared, logger);
        if (openAnother is not null && plan.ExpectedRows >= rowsForTwo)
            await sessions.ShareAsync(openAnother, cancellationToken);

        await using var writer = new SampleWriter(folder, plan, new(progress, plan.Tables.Length), logger);
        if (!options.Replace)
            writer.CheckKeepsTables(
                catalog.Tables.Select(table => table.Name).Where(name => !histories.Contains(name))
            );
        var chosen = await new Sampler(sessions, plan, steps, logger).RunAsync(writer.WriteAsync, cancellationToken);
        var tables = await new ClosingChecks(session, chosen, logger).RunAsync(cancellationToken);
        await writer.CommitAsync(migrations, catalog.LooseSequences, cancellationToken);
        return new ExportResult(
            catalog.Database.Name,
            [.. tables.Select(table => table with { Elapsed = writer.Elapsed(table.Name) })]
        )
        {
            Folder = folder,
            Suggestions = ChildSuggestions.Of(chosen),
            Warnings = logger.All,
        };
    }
}
