using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

/// <summary>The catalog of a database with the virtual foreign keys of the configuration.</summary>
internal static class ConfiguredCatalog
{
    /// <param name="session">The session.</param>
    /// <param name="references">The virtual foreign keys.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The configuration does not fit the database.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static async Task<DatabaseCatalog> ReadAsync(
        Session session,
        ImmutableArray<Reference> references,
        CancellationToken cancellationToken
    )
    {
        var catalog = await CatalogReader.ReadAsync(session, cancellationToken);
        return await VirtualReferenceResolver.AddAsync(catalog, references, session, cancellationToken);
    }
}
