using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Checks;

/// <summary>How much of what was asked for a complete sample has.</summary>
/// <param name="sample">The sample.</param>
/// <param name="candidates">What it was chosen among.</param>
/// <param name="choice">The choice.</param>
/// <param name="waysOut">Which tables lead to what is left out.</param>
internal sealed class SampleStatistics(
    Sample sample,
    CandidateSet candidates,
    RowChooser choice,
    ExclusionFilter waysOut
)
{
    /// <summary>Asks what there was; returns how to tell the tables as they were written, once that is answered.</summary>
    public Func<IReadOnlyList<ExportedTable>> Measure(Batch batch)
    {
        var rules = sample.Plan.Tables.Select(table => sample.Plan.Rules[table.Name]).ToList();
        var unknown = rules.FindAll(rule => sample.IsShort(rule) && !waysOut.LeadOut(rule.Table));
        var inSource = unknown.ToDictionary(
            rule => rule.Table,
            rule => batch.Value<long>(RowCountSql.CountUpTo(sample.Table(rule.Table), rule.Limit))
        );
        return () => [.. rules.Select(rule => Of(rule, inSource))];
    }

    private ExportedTable Of(SampleRule rule, Dictionary<TableName, Answer<long>> inSource)
    {
        var rows = sample[rule.Table];
        var asked =
            rows.IsWholeTable ? rows.Count
            : inSource.TryGetValue(rule.Table, out var known) ? known.Value
            : waysOut.LeadOut(rule.Table) ? Math.Min(rule.Limit, Math.Max(rows.Count, Open(rule.Table)))
            : rule.Limit;
        return new ExportedTable(rule.Table, rows.Count, rows.Sampled - rows.Included, rows.Count - rows.Sampled)
        {
            Included = rows.Included,
            Asked = asked,
            BeyondLimit = Math.Max(0, rows.Count - rule.Limit),
            Values = choice.Coverage(rule.Table)?.All ?? 0,
            ValuesShown = choice.Coverage(rule.Table)?.Shown ?? 0,
            Shortage = rows.Count < asked ? ShortageOf(rule.Table) : null,
        };
    }

    // The first rows that lead nowhere were looked for among all; there are no more where these are fewer than asked.
    private int Open(TableName table) => candidates[table].Count(row => row.IsOpen);

    private Shortage ShortageOf(TableName table)
    {
        var obstacle = choice.Obstacle(table);
        return new(obstacle, obstacle is { } other ? sample.Plan.Rules[other].Most : 0);
    }
}
