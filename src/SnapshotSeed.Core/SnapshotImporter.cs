using Npgsql;
using SnapshotSeed.Import;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed;

/// <summary>
/// Loads a snapshot folder into a database, and verifies it there. Loading twice inserts nothing the second time. It needs SELECT and INSERT
/// on the tables (and UPDATE on their sequences); no superuser, no DDL. Large files go through temporary tables. A closed connection is
/// opened for the work and closed again. Where a transaction is running on an open one, the work becomes a part of that
/// one behind a savepoint; connection, transaction and settings are given back as they were, whatever happens.
/// </summary>
public static class SnapshotImporter
{
    /// <summary>Loads a folder: all of it or, whatever goes wrong, nothing. A second import into the same database waits for the first.</summary>
    /// <param name="target">The database to write.</param>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to load; by default what is missing is inserted.</param>
    /// <param name="progress">Is told of each table once it is loaded. Nobody by default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was done, table by table, and what a reader should know of it.</returns>
    /// <exception cref="SnapshotSeedException">
    /// The folder is no snapshot, the target's name is not that of a test database, or the target would refuse rows: every
    /// problem together, with file and line. Or the server refused a statement for another reason: its own error is the
    /// innermost exception.
    /// </exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static async Task<ImportResult> ImportAsync(
        NpgsqlDataSource target,
        string folder,
        ImportOptions? options = null,
        IProgress<SnapshotProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        await using var connection = await target.OpenConnectionAsync(cancellationToken);
        return await ImportAsync(connection, folder, options, progress, cancellationToken);
    }

    /// <inheritdoc cref="ImportAsync(NpgsqlDataSource, string, ImportOptions?, IProgress{SnapshotProgress}?, CancellationToken)"/>
    public static async Task<ImportResult> ImportAsync(
        NpgsqlConnection target,
        string folder,
        ImportOptions? options = null,
        IProgress<SnapshotProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ImportOptions();
        await using var open = await OpenConnection.OfAsync(target, cancellationToken);
        return await new ImportRun(target, options.Logger, options.Clock, progress)
            .ImportAsync(folder, options, cancellationToken)
            .OrSnapshotSeedExceptionAsync();
    }

    /// <summary>Compares a database with a snapshot, row by row, and writes nothing.</summary>
    /// <param name="target">The database.</param>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The folder is no snapshot, or the server refused a statement.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static Task<VerificationReport> VerifyAsync(
        NpgsqlDataSource target,
        string folder,
        CancellationToken cancellationToken = default
    ) => VerifyAsync(target, folder, null, cancellationToken);

    /// <inheritdoc cref="VerifyAsync(NpgsqlDataSource, string, CancellationToken)"/>
    public static async Task<VerificationReport> VerifyAsync(
        NpgsqlDataSource target,
        string folder,
        ImportOptions? options,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        await using var connection = await target.OpenConnectionAsync(cancellationToken);
        return await VerifyAsync(connection, folder, options, cancellationToken);
    }

    /// <inheritdoc cref="VerifyAsync(NpgsqlDataSource, string, CancellationToken)"/>
    public static Task<VerificationReport> VerifyAsync(
        NpgsqlConnection target,
        string folder,
        CancellationToken cancellationToken = default
    ) => VerifyAsync(target, folder, null, cancellationToken);

    /// <inheritdoc cref="VerifyAsync(NpgsqlDataSource, string, ImportOptions?, CancellationToken)"/>
    public static async Task<VerificationReport> VerifyAsync(
        NpgsqlConnection target,
        string folder,
        ImportOptions? options,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ImportOptions();
        await using var open = await OpenConnection.OfAsync(target, cancellationToken);
        return await new ImportRun(target, options.Logger, options.Clock)
            .VerifyAsync(folder, options, cancellationToken)
            .OrSnapshotSeedExceptionAsync();
    }

    /// <summary>
    /// Compares a database with what was imported into it: the folder as the import read it, even if a file has changed
    /// since.
    /// </summary>
    /// <param name="target">The database.</param>
    /// <param name="imported">The result of the import.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// A file too large to be held in memory has changed since, or the server refused a statement.
    /// </exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static async Task<VerificationReport> VerifyAsync(
        NpgsqlConnection target,
        ImportResult imported,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(imported);
        await using var open = await OpenConnection.OfAsync(target, cancellationToken);
        return await imported.CompareAsync(target, cancellationToken).OrSnapshotSeedExceptionAsync();
    }

    /// <summary>
    /// Refuses to refresh a database from itself, or one whose name does not allow an import, before anything is written.
    /// </summary>
    /// <param name="source">An open connection to the source.</param>
    /// <param name="target">An open connection to the target.</param>
    /// <param name="options">Which targets are allowed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// Source and target are one database, or the target's name does not allow an import.
    /// </exception>
    public static async Task GuardAsync(
        NpgsqlConnection source,
        NpgsqlConnection target,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        await TargetGuard
            .GuardAsync(source, target, options ?? new ImportOptions(), cancellationToken)
            .OrSnapshotSeedExceptionAsync();
    }

    /// <summary>
    /// Whether an import may write to a database: its name has a part like test, dev, ci or local, or it is allowed.
    /// </summary>
    /// <param name="database">The database's name.</param>
    /// <param name="options">Which others are allowed.</param>
    public static bool Allows(string database, ImportOptions options)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        return TargetGuard.Allows(database, options.AllowTargets);
    }

    /// <summary>Plans an import: its operations, without writing.</summary>
    /// <param name="target">The database.</param>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to import.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The operations, in order.</returns>
    /// <exception cref="SnapshotSeedException">
    /// The folder is no snapshot, or does not fit the database; or the server refused a statement.
    /// </exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static async Task<SnapshotPlan> PlanAsync(
        NpgsqlDataSource target,
        string folder,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        await using var connection = await target.OpenConnectionAsync(cancellationToken);
        return await PlanAsync(connection, folder, options, cancellationToken);
    }

    /// <inheritdoc cref="PlanAsync(NpgsqlDataSource, string, ImportOptions?, CancellationToken)"/>
    public static async Task<SnapshotPlan> PlanAsync(
        NpgsqlConnection target,
        string folder,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ImportOptions();
        await using var open = await OpenConnection.OfAsync(target, cancellationToken);
        var plan = await new ImportRun(target, options.Logger, options.Clock)
            .PlanAsync(folder, options, cancellationToken)
            .OrSnapshotSeedExceptionAsync();
        return plan.Planned;
    }
}
