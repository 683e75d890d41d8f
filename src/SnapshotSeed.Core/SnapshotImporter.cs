using System.Collections.Immutable;
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
    /// Checks a folder without a database: that its files can be read and, as far as its manifest tells, their columns, the
    /// values of the common types, NULLs, keys (by their text) and references among its tables.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Which tables, and what stands for NULL; the other options do not matter here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What is wrong, with file and line; nothing, where all is well.</returns>
    /// <exception cref="SnapshotSeedException">It is no snapshot folder, or files are missing or malformed.</exception>
    public static async Task<ImmutableArray<RowProblem>> CheckAsync(
        string folder,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    ) => (await SnapshotFolder.CheckAsync(folder, options ?? new(), cancellationToken)).Problems;

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

    /// <summary>Says what an import would do, step by step, without writing.</summary>
    /// <param name="target">The database.</param>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to load.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// The folder is no snapshot, or does not fit the database; or the server refused a statement.
    /// </exception>
    public static async Task<SnapshotPlan> PlanAsync(
        NpgsqlDataSource target,
        string folder,
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(target);
        options ??= new ImportOptions();
        await using var connection = await target.OpenConnectionAsync(cancellationToken);
        var plan = await new ImportRun(connection, options.Logger, options.Clock)
            .PlanAsync(folder, options, cancellationToken)
            .OrSnapshotSeedExceptionAsync();
        return new SnapshotPlan([.. plan.Steps]);
    }
}
