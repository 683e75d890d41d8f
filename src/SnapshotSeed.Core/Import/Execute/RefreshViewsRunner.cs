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
        if (changed.Count == 0)
            return;
        var views = await state.Session.RowsAsync(
            MaterializedViewsQuery.Of(changed),
            MaterializedViewsQuery.Read,
            cancellationToken
        );
        if (operation.IsDone)
            await state.Session.ExecuteInOwnPathAsync(
                views.Select(Sql (view) => $"REFRESH MATERIALIZED VIEW {view}"),
                cancellationToken
            );
        else
            state.StaleViews.AddRange(views);
    }
}
