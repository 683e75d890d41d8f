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
    /// <summary>Loads a snapshot folder on the context's own connection, inside its transaction where there is one.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">How to load.</param>
    /// <param name="progress">Is told of each table. Nobody by default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">The context is not one of Npgsql.</exception>
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
                $"a snapshot is loaded into PostgreSQL through Npgsql, and the context's provider is {database.ProviderName}"
            );

        // EF counts who has it open, and closes it after the last.
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
