using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Sampling;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed;

/// <summary>What an export has written, table by table in load order.</summary>
/// <param name="Database">The source database's name.</param>
/// <param name="Tables">The tables.</param>
public sealed record ExportResult(string Database, ImmutableArray<ExportedTable> Tables);

/// <summary>One exported table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows written: sampled and backfilled.</param>
/// <param name="Sampled">Rows chosen for themselves.</param>
/// <param name="Backfilled">Rows that are there because others reference them.</param>
public sealed record ExportedTable(TableName Table, long Rows, long Sampled, long Backfilled);

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
public sealed class SnapshotExporter(NpgsqlConnection connection, ILogger? logger = null)
{
    // A standby may cancel a query to apply its primary's changes, and a table may be rewritten; the data of a later
    // snapshot may well be left alone.
    private const int Attempts = 3;

    private readonly NpgsqlConnection connection = connection ?? throw new ArgumentNullException(nameof(connection));
    private readonly ILogger logger = logger ?? NullLogger.Instance;

    /// <summary>Says what <see cref="ExportAsync"/> would do, without choosing a row.</summary>
    /// <param name="options">What to take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// The options do not fit the database, or a table may not be read.
    /// </exception>
    /// <exception cref="PostgresException">The server refused a statement.</exception>
    public async Task<SamplingPlan> PlanAsync(ExportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        await PrepareAsync(cancellationToken);
        var plan = SamplingPlanner.Plan(await CatalogReader.ReadAsync(connection, cancellationToken), options);
        await ForeignPartitions.CheckAsync(plan.Tables, connection, transaction, cancellationToken);
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
    /// <exception cref="PostgresException">The server refused a statement.</exception>
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
            catch (PostgresException e)
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
                    $"{e.Message}: emptied or rewritten while the export ran (TRUNCATE, ALTER TABLE), which hides rows from it",
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
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        await PrepareAsync(cancellationToken);
        var catalog = await CatalogReader.ReadAsync(connection, cancellationToken);
        var migration = await MigrationHistory.ReadAsync(catalog, connection, cancellationToken);
        var plan = SamplingPlanner.Plan(catalog, options);
        Log.Exporting(logger, catalog.Database.Name, plan.Tables.Length);
        if (
            catalog.Tables.Where(MigrationHistory.IsBookkeeping).Select(table => table.Name.ToString()).ToList() is
            { Count: > 0 } bookkeeping
        )
            Log.LeftOut(logger, string.Join(", ", bookkeeping));

        await ForeignPartitions.CheckAsync(plan.Tables, connection, transaction, cancellationToken);
        await using var writer = SnapshotFolderWriter.Create(folder);
        var files = SnapshotFileName.ForAll(plan.Tables.Select(table => table.Name));
        var written = new Dictionary<TableName, ManifestTable>();
        var reader = new SampleReader(
            connection,
            async rows =>
                written[rows.Table.Name] = await WriteTableAsync(
                    rows,
                    files[rows.Table.Name],
                    writer,
                    cancellationToken
                )
        );
        await new Sampler(connection, plan, reader, logger).RunAsync(cancellationToken);
        var tables = plan.Tables.Select(table => written[table.Name]).ToImmutableArray();
        await writer.CommitAsync(new Manifest(migration, tables), cancellationToken);
        return new ExportResult(
            catalog.Database.Name,
            [.. tables.Select(table => new ExportedTable(table.Name, table.Rows, table.Sampled, table.Backfilled))]
        );
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SET TRANSACTION READ ONLY", cancellationToken);
        await PinnedSettings.ApplyAsync(connection, cancellationToken);
    }

    private async Task<ManifestTable> WriteTableAsync(
        SampledRows rows,
        string file,
        SnapshotFolderWriter writer,
        CancellationToken cancellationToken
    )
    {
        var table = rows.Table;
        var columns = table.StoredColumns.ToImmutableArray();
        var sha256 = await writer.WriteTableAsync(
            file,
            async tsv =>
            {
                await tsv.WriteHeaderAsync(columns.Select(column => column.Name), cancellationToken);
                try
                {
                    while (await rows.ReadAsync(cancellationToken) is { } values)
                        await tsv.WriteRowAsync(values, cancellationToken);
                }
                catch (FieldTooLongException e)
                {
                    throw new SnapshotSeedException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{table.Name}: row {rows.Count} of the sample has more than {e.Most} characters in column {columns[e.Field].Name}, which a TSV file cannot hold"
                        ),
                        "Leave the table out with --exclude, or take fewer of its rows with --table-limit.",
                        innerException: e
                    );
                }
            }
        );
        Log.Wrote(logger, table.Name, rows.Count);
        return new ManifestTable(
            table.Name,
            file,
            rows.Count,
            rows.Sampled,
            sha256,
            columns,
            table.Keys,
            table.ForeignKeys
        )
        {
            Types = table.Types,
        };
    }
}
