using Microsoft.Extensions.Logging;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Fills tables by the places of their rows. A row of a cycle becomes eligible once the rows it references are chosen,
/// so a chain grows by one row a round. The first rounds are statements, which need not look at the whole table; the
/// others run in memory, unless the tables are too large for that.
/// </summary>
internal sealed class FillInRounds(
    Session session,
    CycleRows cycleRows,
    Sample sample,
    Eligibility eligibility,
    ILogger logger
)
{
    private const int RoundsBeforeMemory = 8;
    private const int MostRounds = 100;

    /// <param name="open">Tables of one depth, with their rules.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task RunAsync(List<SampleRule> open, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds && open.Count > 0; round++)
        {
            if (round == RoundsBeforeMemory)
                open = await FillInMemoryAsync(open, cancellationToken);
            var grown = await FillOnceAsync(open, cancellationToken);
            open =
            [
                .. open.Where(rule =>
                    sample.IsShort(rule)
                    && sample.Graph.ComponentOf(rule.Table) is { IsCycle: true } cycle
                    && grown.Contains(cycle)
                ),
            ];
        }

        if (open.Count > 0)
            Log.StoppedFilling(logger, string.Join(", ", open.Select(rule => rule.Table)), MostRounds);
    }

    /// <summary>Gives tables the first rows all of whose references are chosen by now.</summary>
    /// <returns>The components that have grown.</returns>
    private async Task<HashSet<Component>> FillOnceAsync(
        IEnumerable<SampleRule> open,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var found = new List<(SampleRule Rule, Answer<List<RowId>> Rows)>();
        foreach (var rule in open.Where(rule => eligibility.IsPossible(sample.Table(rule.Table))))
        {
            var (table, order) = (sample.Table(rule.Table), sample.Orders(rule.Table).Choice);
            var sql = FirstRowsSql.Of(table, order, rule.Limit, eligibility.Filter(table));
            found.Add((rule, batch.Rows(sql, RowId.Read, $"{rule.Table}")));
        }

        await batch.SendAsync(cancellationToken);
        var grown = new HashSet<Component>();
        foreach (var (rule, rows) in found)
        {
            if (sample[rule.Table].Sample(rows.Value, rule.Limit, referencesChosen: true))
                grown.Add(sample.Graph.ComponentOf(rule.Table));
        }

        return grown;
    }

    /// <summary>Fills the cycles of the given tables, all the way.</summary>
    /// <returns>The tables whose cycle is too large to be held in memory.</returns>
    private async Task<List<SampleRule>> FillInMemoryAsync(List<SampleRule> open, CancellationToken cancellationToken)
    {
        var large = new List<SampleRule>();
        foreach (var cycle in open.GroupBy(rule => sample.Graph.ComponentOf(rule.Table)))
        {
            if (
                await cycleRows.AreTooManyAsync(
                    cycle.Select(rule => rule.Table),
                    cycle.Max(rule => rule.Limit),
                    cancellationToken
                )
            )
                large.AddRange(cycle);
            else
                await FillInMemoryAsync(cycle.Key, cycle.ToDictionary(rule => rule.Table), cancellationToken);
        }

        return large;
    }

    private async Task FillInMemoryAsync(
        Component cycle,
        Dictionary<TableName, SampleRule> open,
        CancellationToken cancellationToken
    )
    {
        var candidates = await cycleRows.RowsAsync(open.Keys, eligibility.FilterBeyondCycle, cancellationToken);
        var members = cycle
            .Tables.Select(table =>
                open.TryGetValue(table, out var rule)
                    ? new CycleMember(sample[table], rule.Limit, candidates[table])
                    : new CycleMember(sample[table], 0, [])
            )
            .ToArray();
        new CycleFill(members, await cycleRows.ReferencesAsync(open.Keys, cancellationToken)).Run();
    }
}
