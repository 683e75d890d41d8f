using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

internal sealed record ImportTarget(DatabaseCatalog Catalog, RulesByTable Rules)
{
    public HistoryTables Histories { get; init; } = HistoryTables.Of(Catalog, new ByTable<string>());

    /// <summary>The tables that the options name.</summary>
    public ConfiguredTables Configured { get; init; } = ConfiguredTables.Of(Catalog, new ImportOptions());

    /// <summary>How times move, without columns of tables that it lacks.</summary>
    public TimeOptions Time { get; init; } = new();

    /// <exception cref="SnapshotSeedException">The options name what does not exist.</exception>
    public static async Task<ImportTarget> ReadAsync(
        Session session,
        SnapshotFiles files,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var declared = await ConfiguredCatalog.WithPartitionsAsync(
            options,
            [.. files.Tables.Select(file => (file.Name, file.Manifest?.PartitionOf))],
            session,
            cancellationToken
        );
        var configured = ConfiguredTables.Of(declared, options);
        var existing = configured.Existing(options);
        var catalog = await VirtualReferenceResolver.AddAsync(
            declared,
            existing.References,
            session,
            cancellationToken
        );
        var rules = await LoadingRuleReader.ReadAsync(catalog, existing, session, cancellationToken);
        return new(catalog, rules)
        {
            Histories = HistoryTables.Of(catalog, existing.MigrationTables),
            Configured = configured,
            Time = existing.Time,
        };
    }

    public TableLoad Load(FittedTable fitted) =>
        TableLoad.Of(
            fitted,
            Catalog[fitted.File.Name],
            Rules[fitted.File.Name],
            Catalog.Database.CanCreateTemporaryTables
        );
}
