using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

internal static class ConfiguredCatalog
{
    /// <summary>The catalog of a source, where partitions that options name are tables in place of their root.</summary>
    /// <exception cref="SnapshotSeedException">The configuration does not fit the database.</exception>
    public static async Task<DatabaseCatalog> ReadAsync(
        ExportOptions options,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var catalog = await PartitionTables.InPlaceOfRootsAsync(
            await CatalogReader.ReadAsync(session, cancellationToken),
            Names(options),
            session,
            cancellationToken
        );
        return await VirtualReferenceResolver.AddAsync(catalog, options.References, session, cancellationToken);
    }

    /// <summary>
    /// The catalog of a target, where partitions that files or options name are tables beside their root. Files of partitions
    /// that the target lacks go through the root.
    /// </summary>
    public static async Task<DatabaseCatalog> WithPartitionsAsync(
        ImportOptions options,
        IReadOnlyCollection<(TableName Name, TableName? Root)> files,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var catalog = await PartitionTables.BesideRootsAsync(
            await CatalogReader.ReadAsync(session, cancellationToken),
            [
                .. files.Select(file => $"{file.Name.Schema}.{file.Name.Name}"),
                .. options.Tables.Keys,
                .. Names(options.References),
            ],
            session,
            cancellationToken
        );
        return PartitionTables.ThroughRoots(catalog, files);
    }

    private static IEnumerable<string> Names(ExportOptions options) =>
        [
            .. options.Only.Concat(options.Exclude).Where(name => !options.Groups.ContainsKey(name)),
            .. options.Groups.Values.SelectMany(members => members),
            .. options.Tables.Keys,
            .. options.Tables.Values.SelectMany(table => table.With),
            .. options.Include.Select(include => include.Table),
            .. Names(options.References),
        ];

    private static IEnumerable<string> Names(IEnumerable<Reference> references) =>
        references.SelectMany(reference => new[] { reference.Table, reference.ReferencedTable });
}
