using SnapshotSeed.Catalog;
using SnapshotSeed.Database;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>Brings in every row that newly chosen rows reference, and what those reference.</summary>
internal sealed class ParentBackfill(Session session, Sample sample)
{
    public async Task RunAsync(BackfillParents step, CancellationToken cancellationToken)
    {
        foreach (var level in step.Levels)
        {
            await WithinCyclesAsync(level.Where(component => component.IsCycle), cancellationToken);
            await BeyondCyclesAsync(level.SelectMany(component => component.Tables), cancellationToken);
        }
    }

    private async Task WithinCyclesAsync(IEnumerable<Component> cycles, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        var found = new List<(Component Cycle, Answer<List<(int Member, RowId Row)>> Rows)>();
        foreach (var cycle in cycles.Where(cycle => cycle.Tables.Any(table => sample[table].Unexpanded.Count > 0)))
        {
            var sql = sample.CycleSql(cycle).ReferencedRows([.. cycle.Tables.Select(name => sample[name].Unexpanded)]);
            found.Add((cycle, batch.Rows(sql, CycleSql.Read, $"{cycle}")));
        }

        await batch.SendAsync(cancellationToken);
        foreach (var (cycle, rows) in found)
        {
            foreach (var group in rows.Value.GroupBy(entry => entry.Member, entry => entry.Row))
                sample[cycle.Tables[group.Key]].Backfill(group);
        }
    }

    private async Task BeyondCyclesAsync(IEnumerable<TableName> tables, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        var found = new List<(TableName Table, Answer<List<RowId>> Rows)>();
        foreach (var name in tables)
        {
            var rows = new RowSet(sample[name].Unexpanded);
            foreach (var key in sample.KeysBeyond(name).Where(_ => rows.Count > 0))
            {
                var referenced = sample.Table(key.ReferencedTable);
                var sql = ReferencedRowsSql.Of(sample.Table(name), rows, key, referenced);
                found.Add((referenced.Name, batch.Rows(sql, RowId.Read, $"{referenced.Name}")));
            }

            sample[name].MarkExpanded();
        }

        await batch.SendAsync(cancellationToken);
        foreach (var (table, rows) in found)
            sample[table].Backfill(rows.Value);
    }
}
