using Microsoft.Extensions.Logging;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Fills tables that cannot be filled while they are read: those of cycles, whose rows become eligible as others are
/// chosen, and those whose rows are written in another order than they are chosen in.
/// </summary>
internal sealed class Filling(Session session, Sample sample, Eligibility eligibility, ILogger logger)
{
    private const int MostRounds = 8;

    /// <param name="open">Tables of one depth, with their rules.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task RunAsync(IEnumerable<SampleRule> open, CancellationToken cancellationToken)
    {
        var growing = open.Where(sample.IsShort).ToList();
        for (var round = 0; round < MostRounds && growing.Count > 0; round++)
        {
            growing = await FillOnceAsync(growing, cancellationToken).ConfigureAwait(false);
            growing.RemoveAll(rule => !IsFilledFurther(rule));
        }

        if (growing.Count > 0)
            Log.StoppedFilling(logger, string.Join(", ", growing.Select(rule => rule.Table)), MostRounds);
    }

    /// <summary>Of a small sample the choice has seen what there is to follow.</summary>
    private bool IsFilledFurther(SampleRule rule) =>
        sample.Graph.ComponentOf(rule.Table).IsCycle && !SearchReach.IsSmallSample(rule.Limit);

    /// <summary>Gives tables the first rows all of whose references are chosen by now.</summary>
    /// <returns>Those that may grow further.</returns>
    private async Task<List<SampleRule>> FillOnceAsync(List<SampleRule> open, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        var found = new List<(SampleRule Rule, Answer<List<RowId>> Rows)>();
        foreach (var rule in open.Where(rule => eligibility.IsPossible(sample.Table(rule.Table))))
        {
            var (table, order) = (sample.Table(rule.Table), sample.Orders(rule.Table).Choice);
            var sql = FillSql.Places(table, order, rule.Limit, eligibility.Filter(table));
            found.Add((rule, batch.Rows(sql, RowId.Read, $"{rule.Table}")));
        }

        await batch.SendAsync(cancellationToken).ConfigureAwait(false);
        var grown = found
            .Where(entry => sample[entry.Rule.Table].Fill(entry.Rows.Value, entry.Rule.Limit))
            .Select(entry => sample.Graph.ComponentOf(entry.Rule.Table))
            .ToHashSet();
        return open.FindAll(rule => sample.IsShort(rule) && grown.Contains(sample.Graph.ComponentOf(rule.Table)));
    }
}
