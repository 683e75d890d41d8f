using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Runs a sampling plan: finds the places of the rows to export, and reads a table's rows as soon as its sample is
/// complete. Every choice depends only on the chosen rows and the row looked at, never on how many other rows the table
/// has; so a database that holds just the chosen rows yields them again.
/// </summary>
internal sealed class Sampler
{
    private readonly Session session;
    private readonly Sample sample;
    private readonly Eligibility eligibility;
    private readonly FloorChoice floors;
    private readonly ParentBackfill backfill;
    private readonly FillInRounds inRounds;
    private readonly TableReadings readings;
    private readonly ClosingChecks checks;

    public Sampler(Session session, SamplingPlan plan, ILogger logger)
    {
        this.session = session;
        sample = new Sample(plan);
        var waysOut = new WaysOut(sample);
        eligibility = new Eligibility(sample, waysOut);
        var cycleRows = new CycleRows(session, sample);
        var cleanRows = new CleanRows(cycleRows, sample, waysOut);
        floors = new FloorChoice(session, sample, waysOut, eligibility, cleanRows);
        backfill = new ParentBackfill(session, sample);
        inRounds = new FillInRounds(session, cycleRows, sample, eligibility, logger);
        readings = new TableReadings(sample, eligibility);
        checks = new ClosingChecks(session, sample, logger);
    }

    /// <summary>The rows of every table of the plan, a table as soon as its sample is complete.</summary>
    /// <returns>Each table, whose rows are to be read before the next one is asked for.</returns>
    /// <exception cref="SnapshotSeedException">The sample cannot be complete.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    /// <exception cref="TablesRewrittenException">Tables were emptied or rewritten meanwhile.</exception>
    public async IAsyncEnumerable<TableRows> SampleAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var step in sample.Plan.Steps)
        {
            await ChooseAsync(step, cancellationToken);
            if (step is not FillRows fill)
                continue;
            await foreach (var rows in ReadAsync(Rules(fill).Select(readings.Completing), cancellationToken))
                yield return rows;
            MarkWholeTables(fill);
        }

        // What no step fills.
        var others = sample.Plan.Tables.Where(table => sample.Plan.Rules[table.Name].Limit == 0);
        await foreach (var rows in ReadAsync(others.Select(table => readings.OfChosen(table.Name)), cancellationToken))
            yield return rows;
        await checks.RunAsync(cancellationToken);
    }

    private Task ChooseAsync(SamplingStep step, CancellationToken cancellationToken) =>
        step switch
        {
            FloorRows floor => floors.RunAsync(floor, cancellationToken),
            BackfillParents parents => backfill.RunAsync(parents, cancellationToken),
            FillRows fill => inRounds.RunAsync(
                [.. Rules(fill).Where(rule => !readings.CanComplete(rule.Table))],
                cancellationToken
            ),
            _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
        };

    private async IAsyncEnumerable<TableRows> ReadAsync(
        IEnumerable<TableReading> tables,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var group in TableReading.InGroups(tables))
        {
            var next = 0;
            var queries = group.ConvertAll(reading => reading.ToQuery());
            await foreach (var result in session.ReadTextAsync(queries, cancellationToken))
            {
                var reading = group[next++];
                var rows = new TableRows(reading, result);
                yield return rows;
                reading.Chosen.Complete(rows.Outcome);
                CheckCount(reading, rows.Count);
            }
        }
    }

    private static void CheckCount(TableReading reading, long read)
    {
        var (table, chosen) = (reading.Table, reading.Chosen.Count);
        if (read != chosen && !table.ForeignPartitions.IsEmpty)
            throw ForeignPartitions.NotToldApart([
                $"{table.Name}: {chosen} rows were chosen, and {read} have their places",
            ]);
        if (read != chosen)
            throw new InvalidOperationException($"{table.Name}: {chosen} rows were chosen, {read} were read");
    }

    /// <summary>
    /// A table whose rows may all be chosen, and that is short after all were looked at, has no more.
    /// </summary>
    private void MarkWholeTables(FillRows step)
    {
        foreach (var rule in Rules(step).Where(sample.IsShort))
        {
            var table = sample.Table(rule.Table);
            if (eligibility.IsPossible(table) && eligibility.TakesAll(table))
                sample[rule.Table].MarkWholeTable();
        }
    }

    private static IEnumerable<SampleRule> Rules(FillRows step) =>
        step
            .Components.SelectMany(component => component.Tables)
            .Select(table => step.Rules[table])
            .Where(rule => rule.Limit > 0);
}
