using Microsoft.Extensions.Logging;
using SnapshotSeed.Catalog;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>The catalog of a source and the plan that fits it. Both <c>plan</c> and <c>export</c> start here.</summary>
internal sealed record PreparedExport(DatabaseCatalog Catalog, HistoryTables Histories, ExportPlan Plan)
{
    /// <exception cref="SnapshotSeedException">Options do not fit the database or the role's privileges.</exception>
    public static async Task<PreparedExport> OfAsync(
        ExportOptions options,
        Session session,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var declared = await ConfiguredCatalog.ReadAsync(options, session, cancellationToken);
        var catalog = await ExtensionTables.TakeAddedAsync(declared, session, logger, cancellationToken);
        var plan = ExportPlanner.Plan(catalog, options);
        await UnresolvedKeyCheck.CheckAsync(plan, session, cancellationToken);
        await ConditionCheck.CheckAsync(plan, session, cancellationToken);
        await ForeignPartitionCheck.CheckAsync(plan.Tables, session, cancellationToken);
        return new(catalog, HistoryTables.Of(catalog, options.MigrationTables), plan);
    }
}
