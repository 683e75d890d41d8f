using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Fit;

/// <summary>A target database, and how its tables are to be loaded.</summary>
/// <param name="Catalog">What it contains.</param>
/// <param name="Rules">How its tables are loaded.</param>
internal sealed record ImportTarget(DatabaseCatalog Catalog, RulesByTable Rules)
{
    /// <summary>The tables of migration tools.</summary>
    public HistoryTables Histories { get; init; } = HistoryTables.Of(Catalog, new ByTable<string>());

    /// <exception cref="SnapshotSeedException">The options name what does not exist.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static async Task<ImportTarget> ReadAsync(
        Session session,
        ImportOptions options,
        CancellationToken cancellationToken
    )
    {
        var catalog = await ConfiguredCatalog.ReadAsync(session, options.References, cancellationToken);
        var rules = await LoadingRuleReader.ReadAsync(catalog, options, session, cancellationToken);
        return new(catalog, rules) { Histories = HistoryTables.Of(catalog, options.MigrationTables) };
    }

    /// <summary>How a file gets into a table, which the target has.</summary>
    public TableLoad Load(FittedTable fitted) =>
        TableLoad.Of(
            fitted,
            Catalog[fitted.File.Name],
            Rules[fitted.File.Name],
            Catalog.Database.CanCreateTemporaryTables
        );
}
