using Microsoft.Extensions.Logging;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Fill;

/// <summary>
/// Fills tables that cannot be filled while they are read: those of cycles, whose rows become eligible as others are
/// chosen, and those whose rows are written in another order than they are chosen in.
/// </summary>
internal sealed class CycleFill
{
    private const int MostRounds = 8;

    private readonly Sample sample;
    private readonly EligibleRows eligibility;
    private readonly ILogger logger;
    private List<SampleRule> growing;
    private List<(SampleRule Rule, Sql Rows)> statements;
    private int round;

    /// <param name="tables">Tables all that they reference of which is complete; it is looked at now.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="eligibility">Which rows may be taken.</param>
    /// <param name="logger">Receives diagnostics.</param>
    public CycleFill(IEnumerable<SampleRule> tables, Sample sample, EligibleRows eligibility, ILogger logger)
    {
        (this.sample, this.eligibility, this.logger) = (sample, eligibility, logger);
        growing = [.. tables.Where(sample.IsShort)];
        statements = Statements();
    }

    /// <summary>Whether any row may come.</summary>
    public bool IsWorthIt => statements.Count > 0;

    /// <summary>Fills them, or goes on where it stopped.</summary>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        for (; statements.Count > 0 && round < MostRounds; round++)
        {
            var batch = session.NewBatch();
            var found = statements.ConvertAll(table =>
                (table.Rule, Rows: batch.Rows(table.Rows, RowId.Read, $"{table.Rule.Table}"))
            );
            await batch.SendAsync(cancellationToken);
            lock (sample.Gate)
            {
                growing = Growing(found);
                statements = Statements();
            }
        }

        if (statements.Count > 0)
            Log.StoppedFilling(logger, string.Join(", ", growing.Select(rule => rule.Table)), MostRounds);
    }

    /// <summary>Asks for the first rows all of whose references are chosen by now.</summary>
    private List<(SampleRule Rule, Sql Rows)> Statements() =>
        [.. growing.Where(rule => eligibility.IsPossible(sample.Table(rule.Table))).Select(rule => (rule, Rows(rule)))];

    private Sql Rows(SampleRule rule)
    {
        var table = sample.Table(rule.Table);
        return FillSql.Places(table, sample.Orders(rule.Table).Choice, rule.Limit, eligibility.Filter(table));
    }

    /// <summary>Takes what was found.</summary>
    /// <returns>Those that may grow further: of cycles any table of which has grown.</returns>
    private List<SampleRule> Growing(List<(SampleRule Rule, Answer<List<RowId>> Rows)> found)
    {
        var grown = found
            .Where(table => sample[table.Rule.Table].Fill(table.Rows.Value, table.Rule.Limit))
            .Select(table => sample.Graph.ComponentOf(table.Rule.Table))
            .ToHashSet();
        return growing.FindAll(rule =>
            sample.IsShort(rule) && IsFilledFurther(rule) && grown.Contains(sample.Graph.ComponentOf(rule.Table))
        );
    }

    /// <summary>Of a small sample the choice has seen what there is to follow.</summary>
    private bool IsFilledFurther(SampleRule rule) => sample.Graph.ComponentOf(rule.Table).IsCycle && !rule.IsSmall;
}
