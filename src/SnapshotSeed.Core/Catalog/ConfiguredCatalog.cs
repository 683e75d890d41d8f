using System.Collections.Immutable;
using SnapshotSeed.Database;
using SnapshotSeed.Migrations;

namespace SnapshotSeed.Catalog;

/// <summary>A database's catalog, and what a user says of the database beside it.</summary>
internal static class ConfiguredCatalog
{
    /// <param name="session">The session.</param>
    /// <param name="migrationTables">Tables of migration tools, each with the column of its version.</param>
    /// <param name="references">Foreign keys that the database does not declare.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">What the user says does not fit the database.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static async Task<DatabaseCatalog> ReadAsync(
        Session session,
        IDictionary<string, string> migrationTables,
        ImmutableArray<(string From, string To, string? Where)> references,
        CancellationToken cancellationToken
    )
    {
        var catalog = await CatalogReader.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return await VirtualReferences
            .AddAsync(
                MigrationHistory.Configure(catalog, migrationTables),
                [
                    .. references.Select(reference => new VirtualReference(
                        reference.From,
                        reference.To,
                        reference.Where
                    )),
                ],
                session,
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
