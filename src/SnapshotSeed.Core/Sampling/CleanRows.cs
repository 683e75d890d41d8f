using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// The rows of cycles that do not lead to a table that is left out. In memory, where a chain of ten thousand rows costs
/// no more than any others; a statement would have to follow it anew from each of its rows.
/// </summary>
internal sealed class CleanRows(CycleRows cycleRows, Sample sample, WaysOut waysOut)
{
    private readonly Dictionary<Component, Dictionary<TableName, List<RowId>>?> known = [];

    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// Its rows in key order; null where it is in no cycle that leads out, or the cycle is too large to be held in
    /// memory.
    /// </returns>
    public async Task<List<RowId>?> OfAsync(TableName table, CancellationToken cancellationToken)
    {
        var cycle = sample.Graph.ComponentOf(table);
        if (!cycle.IsCycle || waysOut.Conditions(sample.Table(table)).Count == 0)
            return null;
        if (!known.TryGetValue(cycle, out var rows))
        {
            rows = await cycleRows.AreTooManyAsync(cycle.Tables, 0, cancellationToken)
                ? null
                : await FindAsync(cycle, cancellationToken);
            known.Add(cycle, rows);
        }

        return rows?[table];
    }

    private async Task<Dictionary<TableName, List<RowId>>> FindAsync(
        Component cycle,
        CancellationToken cancellationToken
    )
    {
        var rows = await cycleRows.RowsAsync(
            cycle.Tables,
            table => RowFilter.Of(waysOut.BeyondCycle(table)),
            cancellationToken
        );
        var references = (await cycleRows.ReferencesAsync(cycle.Tables, cancellationToken))
            .Where(pair => pair.Referenced is not null)
            .ToLookup(pair => pair.Referenced!.Value, pair => pair.Row);
        var clean = rows.Values.SelectMany(list => list).ToHashSet();
        var unclean = new Stack<RowId>(references.Select(group => group.Key).Where(row => !clean.Contains(row)));
        while (unclean.TryPop(out var row))
        {
            foreach (var referencing in references[row].Where(clean.Remove))
                unclean.Push(referencing);
        }

        return rows.ToDictionary(pair => pair.Key, pair => pair.Value.FindAll(clean.Contains));
    }
}
