using SnapshotSeed.Catalog;
using SnapshotSeed.Database;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Finds the tables that are taken whole. Of a database that holds no more than the limits allow these are all,
/// whatever cycles and chains it has.
/// </summary>
internal sealed class WholeTables(Session session, Sample sample, WaysOut waysOut)
{
    public async Task RunAsync(FindWholeTables step, CancellationToken cancellationToken)
    {
        var haveMore = await session.ValuesAsync<bool>(
            step.Rules.Select(rule => CheckSql.HasMoreRows(sample.Table(rule.Table), rule.Limit)),
            cancellationToken
        );
        var small = step.Rules.Where((_, i) => !haveMore[i]).Select(rule => rule.Table).ToHashSet();
        foreach (var component in sample.Graph.Components.Where(component => component.Tables.All(small.Contains)))
        {
            if (component.Tables.All(IsSelfSufficient))
                Mark(component);
        }
    }

    /// <summary>
    /// Whether everything that rows of a table reference beyond their cycle is taken whole, and nothing left out.
    /// </summary>
    private bool IsSelfSufficient(TableName table) =>
        waysOut.Conditions(sample.Table(table)).Count == 0
        && sample.KeysBeyond(table).All(key => sample[key.ReferencedTable].IsWholeTable);

    private void Mark(Component component)
    {
        foreach (var table in component.Tables)
            sample[table].MarkWholeTable();
    }
}
