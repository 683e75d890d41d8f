using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>Brings tables to their floor: rows that reference chosen rows first, then any.</summary>
internal sealed class FloorChoice(
    Session session,
    Sample sample,
    WaysOut waysOut,
    Eligibility eligibility,
    CleanRows cleanRows
)
{
    public async Task RunAsync(FloorRows step, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        var found = new List<Found>();
        var inMemory = new List<(SampleRule Rule, List<RowId> Rows)>();
        foreach (var rule in step.Rules.Where(rule => sample[rule.Table].Count < rule.Floor))
        {
            var table = sample.Table(rule.Table);
            if (MayReferenceChosen(table))
                found.Add(new(rule, FirstRows(batch, rule, ReferencingChosen(table)), true));
            if (await cleanRows.OfAsync(rule.Table, cancellationToken) is { } clean)
                inMemory.Add((rule, clean));
            else
                found.Add(new(rule, FirstRows(batch, rule, RowFilter.Of(waysOut.Conditions(table))), false));
        }

        await batch.SendAsync(cancellationToken);
        foreach (var (rule, rows, referencesChosen) in found)
            sample[rule.Table].Sample(rows.Value, rule.Floor, referencesChosen);
        foreach (var (rule, rows) in inMemory)
            sample[rule.Table].Sample(rows, rule.Floor, referencesChosen: false);
    }

    private bool MayReferenceChosen(Table table) =>
        sample.Graph.ReferencesOf(table.Name).Any(key => sample[key.ReferencedTable].Count > 0)
        && eligibility.IsPossible(table);

    private RowFilter ReferencingChosen(Table table)
    {
        var filter = eligibility.Filter(table);
        filter.Require(ReferenceSql.ReferencesAny(table, sample.Graph.ReferencesOf(table.Name)));
        return filter;
    }

    private Answer<List<RowId>> FirstRows(Batch batch, SampleRule rule, RowFilter filter)
    {
        var order = sample.Orders(rule.Table).Choice;
        var sql = FirstRowsSql.Of(sample.Table(rule.Table), order, rule.Floor, filter);
        return batch.Rows(sql, RowId.Read, $"{rule.Table}");
    }

    /// <param name="Rule">A table's rule.</param>
    /// <param name="Rows">Rows that may be taken.</param>
    /// <param name="ReferencesChosen">Whether all that they reference is chosen.</param>
    private sealed record Found(SampleRule Rule, Answer<List<RowId>> Rows, bool ReferencesChosen);
}
