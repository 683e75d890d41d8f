using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Fills tables by the places of their rows. A row of a cycle becomes eligible once the rows it references are chosen,
/// so a chain grows by one row a round. The first rounds are statements, which need not look at the whole table; the
/// others run in memory, unless the tables are too large for that.
/// </summary>
internal sealed class FillInRounds(
    NpgsqlConnection connection,
    CyclePlaces places,
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
            var grown = new HashSet<Component>();
            var batch = new RowIdBatch(connection);
            foreach (var rule in open.Where(rule => eligibility.IsPossible(sample.Table(rule.Table))))
            {
                var rows = sample[rule.Table];
                batch.Add(
                    $"{rule.Table}",
                    SamplingSql.FirstRows(
                        sample.Table(rule.Table),
                        rule.Limit,
                        statement => eligibility.Conditions(statement, sample.Table(rule.Table))
                    ),
                    found =>
                    {
                        if (rows.Sample(found[0], rule.Limit, referencesChosen: true))
                            grown.Add(sample.Graph.ComponentOf(rule.Table));
                    }
                );
            }

            await batch.RunAsync(cancellationToken);
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

    /// <summary>Fills the cycles of the given tables, all the way.</summary>
    /// <returns>The tables whose cycle is too large to be held in memory.</returns>
    private async Task<List<SampleRule>> FillInMemoryAsync(List<SampleRule> open, CancellationToken cancellationToken)
    {
        var large = new List<SampleRule>();
        foreach (var cycle in open.GroupBy(rule => sample.Graph.ComponentOf(rule.Table)))
        {
            if (
                await places.AreTooManyAsync(
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
        var candidates = await places.RowsAsync(
            open.Keys,
            (statement, table) =>
                eligibility.Conditions(
                    statement,
                    table,
                    eligibility.Binding(table).Where(key => !sample.Graph.IsWithinComponent(key))
                ),
            cancellationToken
        );
        var members = cycle
            .Tables.Select(table =>
                open.TryGetValue(table, out var rule)
                    ? new CycleMember(sample[table], rule.Limit, candidates[table])
                    : new CycleMember(sample[table], 0, [])
            )
            .ToArray();
        new CycleFill(members, await places.ReferencesAsync(open.Keys, cancellationToken)).Run();
    }
}
