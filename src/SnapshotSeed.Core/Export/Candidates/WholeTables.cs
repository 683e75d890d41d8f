using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>In a database within the limits all tables are whole, whatever cycles and chains it has.</summary>
internal sealed class WholeTables(ReadSessions sessions, Sample sample, EligibleRows eligible)
{
    // One statement asks for tables until it counts so many rows.
    private const int RowsTogether = 10_000;

    public async Task<IReadOnlySet<TableName>> FindAsync(FindWholeTables step, CancellationToken cancellationToken)
    {
        var small = new HashSet<TableName>();
        var most = step.Rules.Select(rule => (long)rule.Limit).DefaultIfEmpty().Max();
        var together = step.Rules.Chunk((int)Math.Max(1, RowsTogether / (1 + most)));
        await sessions.AskAsync([.. together.Select(HaveMore)], cancellationToken);
        return WithChildren(small);

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

    /// <summary>A table whose rows bring child rows along is whole only if the child table is.</summary>
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
            if (component.Tables.All(table => ReferencesOnly(table, whole)))
                whole.UnionWith(component.Tables);
        }

        return whole;
    }

    private bool ReferencesOnly(TableName table, HashSet<TableName> whole) =>
        eligible.IsEveryRow(sample.Table(table))
        && sample.KeysBeyond(table).All(key => whole.Contains(key.ReferencedTable));
}
