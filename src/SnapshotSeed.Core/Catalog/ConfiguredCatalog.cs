using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

internal static class ConfiguredCatalog
{
    /// <exception cref="SnapshotSeedException">The configuration does not fit the database.</exception>
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
