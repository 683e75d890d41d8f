using Npgsql;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Testing;

/// <summary>A seeded database that tests use one after another, and restore in between. Disposal drops it.</summary>
public sealed class SharedDatabase : IAsyncDisposable
{
    private const int MostRows = 1_000_000;

    private readonly SeededDatabase database;
    private readonly string folder;
    private readonly DatabaseState seed;

    private SharedDatabase(SeededDatabase database, string folder, DatabaseState seed)
    {
        this.database = database;
        this.folder = folder;
        this.seed = seed;
    }

    /// <summary>The name of the database.</summary>
    public string Name => database.Name;

    /// <summary>A connection string for Npgsql.</summary>
    public string ConnectionString => database.ConnectionString;

    /// <summary>A data source for the database, which is disposed with it.</summary>
    public NpgsqlDataSource DataSource => database.DataSource;

    internal static async Task<SharedDatabase> OfAsync(SeededDatabase database, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("snapshotseed-").FullName;
        try
        {
            // All rows, including those that the schema's scripts inserted.
            var exported = await SnapshotExporter.ExportAsync(
                database.DataSource,
                Path.Combine(folder, "seed"),
                new ExportOptions { Limit = MostRows },
                cancellationToken: cancellationToken
            );
            var tables = exported.Tables.Select(table => table.Name).ToHashSet();
            if (exported.Tables.FirstOrDefault(table => table.Rows == MostRows) is { } large)
                throw new SnapshotSeedException(
                    $"{large.Table} has a million rows or more: too many to be put back between tests",
                    "Clone a database for each test."
                );
            var seed = await DatabaseState.ReadAsync(database.DataSource, tables.Contains, cancellationToken);
            return new(database, folder, seed);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// Restores rows and sequences: tables that changed, and tables that reference them, are emptied and loaded again.
    /// Open connections stay open. Tables that were created later are not changed.
    /// </summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">
    /// A table no longer has the seed's schema, or the server refused a statement.
    /// </exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        await CallersContext.LeaveAsync();
        var now = await DatabaseState.ReadAsync(DataSource, seed.Tables.ContainsKey, cancellationToken);
        var changed = seed.ChangedIn(now);
        if (changed.Count > 0)
            await SnapshotImporter.ImportAsync(
                DataSource,
                Path.Combine(folder, "seed"),
                new ImportOptions
                {
                    Only = [.. changed.Select(table => table.Qualified)],
                    TruncateFirst = true,
                    Triggers = false,
                },
                cancellationToken: cancellationToken
            );
        await seed.RestoreSequencesAsync(DataSource, cancellationToken);
    }

    /// <summary>Drops the database and disconnects its users.</summary>
    public async ValueTask DisposeAsync()
    {
        await CallersContext.LeaveAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
