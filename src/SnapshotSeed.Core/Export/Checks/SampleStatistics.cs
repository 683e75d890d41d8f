using SnapshotSeed.Export.Candidates;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Checks;

internal sealed class SampleStatistics(ChosenSample chosen)
{
    private readonly Sample sample = chosen.Sample;
    private readonly RowChooser choice = chosen.Choice;
    private readonly EligibleRows eligible = new(chosen.Sample);

    /// <summary>Call the result when the batch is sent.</summary>
    public Func<IReadOnlyList<ExportedTable>> Measure(Batch batch)
    {
        var rules = sample.Plan.Tables.Select(table => sample.Plan.Rules[table.Name]).ToList();
        var unknown = rules.FindAll(rule => sample.IsBelowLimit(rule) && !eligible.MayReferenceExcluded(rule.Table));
        var inSource = unknown.ToDictionary(
            rule => rule.Table,
            rule => batch.Value<long>(RowCountSql.CountUpTo(sample.Table(rule.Table), rule.Limit))
        );
        var larger = rules
            .Where(rule => IsSearchedByRows(rule.Table))
            .ToDictionary(rule => rule.Table, rule => batch.Value<bool[]>(IsLarge(rule.Table)));
        return () =>
            [
                .. rules.Select(rule =>
                    Of(rule, inSource) with
                    {
                        RowsSearched =
                            larger.TryGetValue(rule.Table, out var isLarge) && isLarge.Value[0] ? FindValues.Reach : 0,
                    }
                ),
            ];
    }

    /// <summary>Whether NULL, or a column with few values, can only be searched row by row.</summary>
    private bool IsSearchedByRows(TableName table) =>
        !sample[table].IsWholeTable
        && sample.Plan.Rules[table].Limit > 0
        && UnseenValues
            .Of(sample.Covered(table), chosen.Candidates[table])
            .Any(column => column.IsNullWanted || !ValuesAnywhere.CanFind(column.Column));

    private Sql IsLarge(TableName table) => RowCountSql.HaveMoreRows([(sample.Table(table), FindValues.Reach)]);

    private ExportedTable Of(SampleRule rule, Dictionary<TableName, Answer<long>> inSource)
    {
        var rows = sample[rule.Table];
        var asked =
            rows.IsWholeTable ? rows.Count
            : inSource.TryGetValue(rule.Table, out var known) ? known.Value
            : eligible.MayReferenceExcluded(rule.Table) ? Math.Min(rule.Limit, Math.Max(rows.Count, Open(rule.Table)))
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

    // The candidates were looked for among all rows. If they are fewer than the limit, there are no others.
    private int Open(TableName table) => chosen.Candidates[table].Count(row => row.IsOpen);

    private Shortage ShortageOf(TableName table)
    {
        var obstacle = choice.Obstacle(table);
        return new(obstacle, obstacle is { } other ? sample.Plan.Rules[other].Most : 0);
    }
}
