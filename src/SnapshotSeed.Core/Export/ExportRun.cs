using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Checks;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Rows;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export;

/// <summary>
/// Exports a connected sample of a database: catalog -> graph -> sampling -> snapshot folder. Reads in one REPEATABLE
/// READ, READ ONLY transaction, creates nothing in the source, and needs SELECT on the tables only; a hot standby will
/// do.
/// </summary>
/// <param name="connection">
/// An open connection to the source, without a running transaction (else methods throw <see
/// cref="InvalidOperationException"/>). It is given back as it was.
/// </param>
/// <param name="logger">Receives diagnostics; none by default.</param>
/// <param name="progress">Is told of each table once it is written; nobody by default.</param>
/// <param name="openAnother">
/// Opens a second connection to the source, on which a large export does a part of its work; by default it uses the one.
/// </param>
/// <param name="rowsForTwo">
/// How many rows are worth a second session, which first reads what it needs of the catalog: 110,000 of a large database took a
/// fourth less with two, 160,000 of a small one an eighth less, 50,000 as long.
/// </param>
internal sealed class ExportRun(
    NpgsqlConnection connection,
    ILogger? logger = null,
    IProgress<SnapshotProgress>? progress = null,
    Func<CancellationToken, ValueTask<NpgsqlConnection>>? openAnother = null,
    long rowsForTwo = 100_000
)
{
    // A standby may cancel a query to apply its primary's changes, and a table may be rewritten; the data of a later
    // snapshot may well be left alone.
    private const int Attempts = 3;

    private readonly NpgsqlConnection connection = connection ?? throw new ArgumentNullException(nameof(connection));
    private readonly Warnings logger = new(logger);

    /// <summary>Says what <see cref="ExportAsync"/> would do, without choosing a row.</summary>
    /// <param name="options">What to take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// The options do not fit the database, or a table may not be read.
    /// </exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<ExportPlan> PlanAsync(ExportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var session = await Session.BeginAsync(connection, SessionMode.Export, cancellationToken);
        var catalog = await ReadCatalogAsync(session, options, cancellationToken);
        var plan = ExportPlanner.Plan(catalog, options);
        await UnresolvedKeys.CheckAsync(plan, session, cancellationToken);
        await ConditionCheck.CheckAsync(plan, session, cancellationToken);
        await ForeignPartitionCheck.CheckAsync(plan.Tables, session, cancellationToken);
        return plan;
    }

    /// <summary>
    /// Exports into a folder. Whatever goes wrong, the folder is either the new snapshot or what it was.
    /// </summary>
    /// <param name="folder">
    /// The snapshot folder; made if missing, replaced as a whole otherwise (foreign files in it stay).
    /// </param>
    /// <param name="options">What to take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// The options do not fit the database, a table may not be read, or the folder not be written.
    /// </exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<ExportResult> ExportAsync(
        string folder,
        ExportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ExportOnceAsync(folder, options, cancellationToken);
            }
            catch (StatementException e)
                when (e.SqlState == PostgresErrorCodes.SerializationFailure && attempt < Attempts)
            {
                Log.StandbyConflict(logger, attempt + 1);
                if (connection.State != ConnectionState.Open)
                    await connection.OpenAsync(cancellationToken);
            }
            catch (TablesRewrittenException e) when (attempt < Attempts)
            {
                Log.Rewritten(logger, e.Message, attempt + 1);
            }
            catch (TablesRewrittenException e)
            {
                throw new SnapshotSeedException(
                    $"{e.Message}: emptied or rewritten while the export ran (TRUNCATE, ALTER TABLE), which hides "
                        + $"rows from it",
                    "Run it again when the source's migration or reload is done. The folder is as it was.",
                    innerException: e
                );
            }
        }
    }

    private async Task<ExportResult> ExportOnceAsync(
        string folder,
        ExportOptions options,
        CancellationToken cancellationToken
    )
    {
        await using var session = await Session.BeginAsync(connection, SessionMode.Export, cancellationToken);
        await using var sessions = new ReadSessions(session);
        var catalog = await ReadCatalogAsync(session, options, cancellationToken);
        var histories = HistoryTables.Of(catalog, options.MigrationTables);
        var migrations = await MigrationHistory.ReadAsync(catalog, histories, session, cancellationToken);
        var plan = ExportPlanner.Plan(catalog, options);
        LogStart(catalog, histories, plan);
        await UnresolvedKeys.CheckAsync(plan, session, cancellationToken);
        await ConditionCheck.CheckAsync(plan, session, cancellationToken);
        await ForeignPartitionCheck.CheckAsync(plan.Tables, session, cancellationToken);
        if (openAnother is not null && plan.ExpectedRows >= rowsForTwo)
            await sessions.ShareAsync(openAnother, cancellationToken);

        await using var writer = new SampleWriter(folder, plan, logger);
        if (!options.Replace)
            writer.CheckKeepsTables(
                catalog.Tables.Select(table => table.Name).Where(name => !histories.Contains(name))
            );
        var sampler = new Sampler(sessions, plan, logger);
        var count = new ProgressCount(progress, plan.Tables.Length);
        await sampler.RunAsync(TakeAsync, cancellationToken);
        var tables = await sampler.CloseAsync(cancellationToken);
        await writer.CommitAsync(migrations, catalog.LooseSequences, cancellationToken);
        return new ExportResult(catalog.Database.Name, [.. tables])
        {
            Folder = folder,
            Suggestions = sampler.Suggestions,
            Warnings = logger.All,
        };

        async Task TakeAsync(TableRows table, CancellationToken token)
        {
            await writer.WriteAsync(table, token);
            count.Done(table.Table.Name, table.Count);
        }
    }

    private async Task<DatabaseCatalog> ReadCatalogAsync(
        Session session,
        ExportOptions options,
        CancellationToken cancellationToken
    ) =>
        await ExtensionTables.TakeAddedAsync(
            await ConfiguredCatalog.ReadAsync(session, options.References, cancellationToken),
            session,
            logger,
            cancellationToken
        );

    private void LogStart(DatabaseCatalog catalog, HistoryTables histories, ExportPlan plan)
    {
        Log.Exporting(logger, catalog.Database.Name, plan.Tables.Length);
        var bookkeeping = catalog.Tables.Select(table => table.Name).Where(histories.Contains).ToList();
        if (bookkeeping.Count > 0)
            Log.LeftOut(logger, string.Join(", ", bookkeeping));
        foreach (
            var heir in catalog.Tables.Where(table => plan.Rules.GetValueOrDefault(table.Name)?.Limit is null or 0)
        )
        {
            foreach (var parent in heir.Parents.Where(parent => plan.Rules.GetValueOrDefault(parent)?.Limit > 0))
                Log.HeirLeftOut(logger, parent, heir.Name);
        }

        foreach (var key in plan.Tables.SelectMany(table => table.ReferencesIntoExtensions))
            Log.IntoExtension(logger, key.ToString(), key.ReferencedTable);
        foreach (var table in plan.Tables)
        {
            foreach (var column in SkippedColumns.WithoutDefault(table))
                Log.SkippedWithoutDefault(logger, table.Name, column.Name);
        }

        foreach (var key in plan.Tables.SelectMany(table => table.ForeignKeys.Where(key => IsSlow(table, key))))
            Log.NoIndex(logger, key.ToString(), key.Table, string.Join(", ", key.Columns));
    }

    private static bool IsSlow(Table table, ForeignKey key) => key.IsVirtual && !table.HasIndexOn(key.Columns);
}
