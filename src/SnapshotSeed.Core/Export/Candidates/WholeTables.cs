using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>
/// Finds the tables that are taken whole. Of a database that holds no more than the limits allow these are all,
/// whatever cycles and chains it has.
/// </summary>
internal sealed class WholeTables(ReadSessions sessions, Sample sample, ExclusionFilter waysOut)
{
    // Tables are asked for together until that counts so many rows.
    private const int RowsTogether = 10_000;

    public async Task RunAsync(FindWholeTables step, CancellationToken cancellationToken)
    {
        var small = new HashSet<TableName>();
        var most = step.Rules.Select(rule => (long)rule.Limit).DefaultIfEmpty().Max();
        var together = step.Rules.Chunk((int)Math.Max(1, RowsTogether / (1 + most)));
        await sessions.AskAsync([.. together.Select(HaveMore)], cancellationToken);
        foreach (var table in WithChildren(small))
            sample[table].MarkWholeTable();

        Question HaveMore(SampleRule[] rules) =>
            Question.Of(
                rules.Sum(rule => (long)rule.Limit),
                batch =>
                    batch.Value<bool[]>(
                        RowCountSql.HaveMoreRows(rules.Select(rule => (sample.Table(rule.Table), (long)rule.Limit)))
                    ),
                haveMore => small.UnionWith(rules.Where((_, i) => !haveMore[i]).Select(rule => rule.Table))
            );
    }

    /// <summary>Rows that bring others along are all there only where those are.</summary>
    private HashSet<TableName> WithChildren(HashSet<TableName> small)
    {
        while (true)
        {
            var whole = WholeOf(small);
            var incomplete = sample
                .Plan.With.Where(key => whole.Contains(key.ReferencedTable) && !whole.Contains(key.Table))
                .Select(key => key.ReferencedTable)
                .ToList();
            if (incomplete.Count == 0)
                return whole;
            small.ExceptWith(incomplete);
        }
    }

    private HashSet<TableName> WholeOf(HashSet<TableName> small)
    {
        var whole = new HashSet<TableName>();
        foreach (var component in sample.Graph.Components.Where(component => component.Tables.All(small.Contains)))
        {
            if (component.Tables.All(table => IsSelfSufficient(table, whole)))
                whole.UnionWith(component.Tables);
        }

        return whole;
    }

    /// <summary>
    /// Whether everything that rows of a table reference beyond their cycle is taken whole, and nothing left out.
    /// </summary>
    private bool IsSelfSufficient(TableName table, HashSet<TableName> whole) =>
        waysOut.Conditions(sample.Table(table)).Count == 0
        && sample.KeysBeyond(table).All(key => whole.Contains(key.ReferencedTable));
}
