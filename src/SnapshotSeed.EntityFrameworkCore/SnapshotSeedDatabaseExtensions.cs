using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.EntityFrameworkCore;

/// <summary>Loads snapshots through a context.</summary>
public static class SnapshotSeedDatabaseExtensions
{
    /// <summary>Loads a snapshot folder on the context's connection, within its transaction if it has one.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to load it. Default: the default options.</param>
    /// <param name="progress">Receives a report for each table. Default: none.</param>
    /// <param name="cancellationToken">Cancels the import; the target is not changed.</param>
    /// <returns>The result, table by table.</returns>
    /// <exception cref="InvalidOperationException">The context's provider is not Npgsql.</exception>
    /// <exception cref="SnapshotSeedException">See <see cref="SnapshotImporter"/>.</exception>
    public static async Task<ImportResult> ImportSnapshotAsync(
        this DatabaseFacade database,
        string folder,
        ImportOptions? options = null,
        IProgress<SnapshotProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(database);
        if (database.GetDbConnection() is not NpgsqlConnection connection)
            throw new InvalidOperationException(
                $"the context's provider is {database.ProviderName}, but loading a snapshot needs Npgsql"
            );

        // EF counts who opened the connection, and closes it after the last.
        await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await SnapshotImporter
                .ImportAsync(connection, folder, options, progress, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            await database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
