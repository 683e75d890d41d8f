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
/// One export: catalog -> plan -> candidates -> choice -> fill and rows -> checks -> folder. It reads in one REPEATABLE
/// READ, READ ONLY transaction.
/// </summary>
/// <param name="connection">
/// An open connection to the source, without a running transaction (else methods throw <see
/// cref="InvalidOperationException"/>). It is given back as it was.
/// </param>
/// <param name="logger">Receives diagnostics; none by default.</param>
/// <param name="progress">Is told of each table once it is written; nobody by default.</param>
/// <param name="openAnother">Opens a second connection to the source for large exports; none by default.</param>
/// <param name="rowsForTwo">
/// How many rows are worth a second session, which first has to read its part of the catalog: 110,000 rows of a large
/// database took a fourth less with two, 160,000 of a small one an eighth less, 50,000 as long.
/// </param>
/// <param name="steps">Is told of the steps as they run; nobody by default.</param>
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

    /// <summary>The steps that <see cref="ExportAsync"/> would run. No row is chosen.</summary>
    /// <exception cref="SnapshotSeedException">
    /// The options do not fit the database, or the role may not read a table.
    /// </exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<ExportPlan> PlanAsync(ExportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var session = await Session.BeginAsync(connection, SessionMode.Export, cancellationToken);
        return (await PreparedExport.OfAsync(options, session, logger, cancellationToken)).Plan;
    }

    /// <summary>Exports into a folder. Whatever fails, the folder is either the new snapshot or what it was.</summary>
    /// <param name="folder">
    /// The snapshot folder; made if missing, replaced as a whole otherwise (foreign files in it stay).
    /// </param>
    /// <param name="options">What to take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// The options do not fit the database, the role may not read a table, or the folder cannot be written.
    /// </exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public Task<ExportResult> ExportAsync(
        string folder,
        ExportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        return new ExportRetry(connection, logger).RunAsync(
            () => ExportOnceAsync(folder, options, cancellationToken),
            cancellationToken
        );
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
        return new ExportResult(catalog.Database.Name, [.. tables])
        {
            Folder = folder,
            Suggestions = ChildSuggestions.Of(chosen),
            Warnings = logger.All,
        };
    }
}
