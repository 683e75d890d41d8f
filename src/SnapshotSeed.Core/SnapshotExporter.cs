using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed;

/// <summary>
/// Exports a connected sample of a database into a folder of TSV files. It reads in one REPEATABLE READ, READ ONLY transaction, creates
/// nothing in the source, and needs SELECT on the tables only; a hot standby will do. Where a connection is given that is
/// closed, it is opened for the work and closed again; an open one is given back as it was, and must have no transaction running
/// (<see cref="InvalidOperationException"/>): the export begins one of its own. Of a data source an export of half a million rows or more
/// takes a second connection, if it can have one, and reads on both what one transaction sees.
/// </summary>
public static class SnapshotExporter
{
    /// <summary>Exports into a folder. Whatever goes wrong, the folder is either the new snapshot or what it was.</summary>
    /// <param name="source">The database to read.</param>
    /// <param name="folder">
    /// The snapshot folder; made if missing, replaced as a whole otherwise (foreign files in it stay).
    /// </param>
    /// <param name="options">What to take; a hundred rows of every table by default.</param>
    /// <param name="progress">Is told of each table once it is written. Nobody by default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was written, and what a reader should know of it.</returns>
    /// <exception cref="SnapshotSeedException">
    /// The options do not fit the database, a table may not be read, or the folder not be written. Or the server refused a
    /// statement: its own error is the innermost exception.
    /// </exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static async Task<ExportResult> ExportAsync(
        NpgsqlDataSource source,
        string folder,
        ExportOptions? options = null,
        IProgress<SnapshotProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(source);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        options ??= new ExportOptions();
        return await ExportAsync(
            connection,
            folder,
            options with
            {
                OpenAnother = options.OpenAnother ?? source.OpenConnectionAsync,
            },
            progress,
            cancellationToken
        );
    }

    /// <inheritdoc cref="ExportAsync(NpgsqlDataSource, string, ExportOptions?, IProgress{SnapshotProgress}?, CancellationToken)"/>
    public static async Task<ExportResult> ExportAsync(
        NpgsqlConnection source,
        string folder,
        ExportOptions? options = null,
        IProgress<SnapshotProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ExportOptions();
        await using var open = await OpenConnection.OfAsync(source, cancellationToken);
        return await new ExportRun(source, options.Logger, progress, options.OpenAnother)
            .ExportAsync(folder, options, cancellationToken)
            .OrSnapshotSeedExceptionAsync();
    }

    /// <summary>Plans an export: its operations, without choosing a row.</summary>
    /// <param name="source">The database to read.</param>
    /// <param name="options">What to export.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The operations, in order.</returns>
    /// <exception cref="SnapshotSeedException">
    /// The options do not fit the database, a table may not be read, or the server refused a statement.
    /// </exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static async Task<SnapshotPlan> PlanAsync(
        NpgsqlDataSource source,
        ExportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(source);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await PlanAsync(connection, options, cancellationToken);
    }

    /// <inheritdoc cref="PlanAsync(NpgsqlDataSource, ExportOptions?, CancellationToken)"/>
    public static async Task<SnapshotPlan> PlanAsync(
        NpgsqlConnection source,
        ExportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(source);
        options ??= new ExportOptions();
        await using var open = await OpenConnection.OfAsync(source, cancellationToken);
        var plan = await new ExportRun(source, options.Logger)
            .PlanAsync(options, cancellationToken)
            .OrSnapshotSeedExceptionAsync();
        return plan.Planned;
    }
}
