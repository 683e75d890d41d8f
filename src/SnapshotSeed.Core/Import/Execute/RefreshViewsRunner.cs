using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

internal sealed class RefreshViewsRunner(LoadState state)
{
    public async Task RunAsync(
        RefreshViews operation,
        IReadOnlyCollection<TableName> changed,
        CancellationToken cancellationToken
    )
    {
        if (operation.IsDone)
            await state.Session.ExecuteInOwnPathAsync(
                operation.Views.Select(Sql (view) => $"REFRESH MATERIALIZED VIEW {view}"),
                cancellationToken
            );
        else
            state.StaleViews.AddRange(await StaleAsync(operation, changed, cancellationToken));
    }

    private async Task<IEnumerable<TableName>> StaleAsync(
        RefreshViews operation,
        IReadOnlyCollection<TableName> changed,
        CancellationToken cancellationToken
    )
    {
        var batch = state.Session.NewBatch();
        var unpopulated = batch.Rows(MaterializedViewsQuery.Unpopulated, MaterializedViewsQuery.Read);
        var stale = batch.Rows(MaterializedViewsQuery.Of(changed), MaterializedViewsQuery.Read);
        await batch.SendAsync(cancellationToken);
        return operation.Views.Where(view => unpopulated.Value.Contains(view) || stale.Value.Contains(view));
    }
}
