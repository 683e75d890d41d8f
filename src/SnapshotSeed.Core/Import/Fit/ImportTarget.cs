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

    /// <exception cref="SnapshotSeedException">The options name what does not exist.</exception>
    public static async Task<ImportTarget> ReadAsync(
        Session session,
        SnapshotFiles files,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var catalog = await ConfiguredCatalog.ReadAsync(
            options,
            files.Tables.Select(file => file.Name),
            session,
            cancellationToken
        );
        var rules = await LoadingRuleReader.ReadAsync(catalog, options, session, cancellationToken);
        return new(catalog, rules) { Histories = HistoryTables.Of(catalog, options.MigrationTables) };
    }

    public TableLoad Load(FittedTable fitted) =>
        TableLoad.Of(
            fitted,
            Catalog[fitted.File.Name],
            Rules[fitted.File.Name],
            Catalog.Database.CanCreateTemporaryTables
        );
}
