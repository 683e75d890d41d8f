using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SnapshotSeed.Results;

namespace SnapshotSeed.EntityFrameworkCore;

internal sealed class ContextSeeder(string folder, SnapshotSeedOptions options)
{
    /// <summary>Outside the caller's synchronization context, whose only thread may be waiting here.</summary>
    public void Run(DbContext context) =>
        Task.Run(() => RunAsync(context, CancellationToken.None)).GetAwaiter().GetResult();

    public async Task RunAsync(DbContext context, CancellationToken cancellationToken)
    {
        var logger = context.GetService<ILoggerFactory>()?.CreateLogger("SnapshotSeed") ?? (ILogger)NullLogger.Instance;
        var database = context.Database.GetDbConnection().Database;
        if (options.SkipOtherDatabases && !SnapshotImporter.Allows(database, options.Import))
        {
            SeedingLog.Skipped(logger, database);
            return;
        }

        SeedingLog.Started(logger, folder, database);
        var result = await context
            .Database.ImportSnapshotAsync(
                folder,
                options.Import with
                {
                    Logger = options.Import.Logger ?? logger,
                },
                cancellationToken: cancellationToken
            )
            .ConfigureAwait(false);
        var (inserted, updated) = (
            result.Tables.Sum(table => table.Inserted),
            result.Tables.Sum(table => table.Updated)
        );
        var tables = string.Join(", ", result.Tables.Select(Counts));
        SeedingLog.Completed(logger, database, inserted, updated, tables);
    }

    private static string Counts(ImportedTable table) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{table.Table}: {table.Inserted} inserted, {table.Updated} updated, {table.Skipped} skipped"
        );
}
