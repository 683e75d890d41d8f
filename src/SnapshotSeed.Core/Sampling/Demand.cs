using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>How much of what was asked for a complete sample has.</summary>
internal sealed class Demand(Session session, Sample sample, Choice choice, WaysOut waysOut)
{
    /// <summary>The tables of a sample as they were written.</summary>
    public async Task<IReadOnlyList<ExportedTable>> MeasureAsync(CancellationToken cancellationToken)
    {
        var rules = sample.Plan.Tables.Select(table => sample.Plan.Rules[table.Name]).ToList();
        var unfilled = rules.FindAll(sample.IsShort);
        var counts = await session.ValuesAsync<long>(
            unfilled.Select(rule => CheckSql.CountUpTo(sample.Table(rule.Table), rule.Limit)),
            cancellationToken
        );
        var inSource = unfilled.Zip(counts).ToDictionary(pair => pair.First.Table, pair => pair.Second);
        return [.. rules.Select(rule => Of(rule, inSource.GetValueOrDefault(rule.Table, rule.Limit)))];
    }

    private ExportedTable Of(SampleRule rule, long inSource)
    {
        var rows = sample[rule.Table];
        var asked = rows.IsWholeTable ? rows.Count : inSource;
        return new ExportedTable(rule.Table, rows.Count, rows.Sampled, rows.Count - rows.Sampled)
        {
            Asked = asked,
            BeyondLimit = Math.Max(0, rows.Count - rule.Limit),
            Shortage = rows.Count < asked ? ShortageOf(rule.Table) : null,
        };
    }

    private Shortage ShortageOf(TableName table)
    {
        var obstacle = choice.Obstacle(table);
        return new(obstacle, obstacle is { } other ? sample.Plan.Rules[other].Most : 0, waysOut.LeadOut(table));
    }
}
