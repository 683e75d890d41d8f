using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Export.Candidates;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Rows;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export;

/// <summary>Choices ignore the number of other rows: a database of just the chosen rows yields them again.</summary>
internal sealed class Sampler
{
    private readonly ReadSessions sessions;
    private readonly IProgress<StepProgress>? progress;
    private readonly ILogger logger;
    private readonly SampleBuilder builder;
    private readonly EligibleRows eligible;
    private readonly CandidateSet candidates = new();
    private readonly WholeTables wholeTables;
    private readonly IncludedRows included;
    private readonly CandidateSearch search;
    private readonly ChildSearch children;
    private RowChooser choice = new(
        new CandidateSet(),
        [],
        _ => [],
        ImmutableDictionary<TableName, PartitionSpread>.Empty
    );
    private int chosenAmong = -1;

    public Sampler(ReadSessions sessions, ExportPlan plan, IProgress<StepProgress>? progress, ILogger logger)
    {
        (this.sessions, this.progress, this.logger) = (sessions, progress, logger);
        builder = new SampleBuilder(plan);
        var sample = builder.Sample;
        eligible = new EligibleRows(sample);
        wholeTables = new WholeTables(sessions, sample, eligible);
        included = new IncludedRows(sessions.First, sample, candidates);
        search = new CandidateSearch(sessions, sample, candidates, eligible, logger);
        children = new ChildSearch(sessions.First, sample, candidates, search, eligible, logger);
    }

    /// <summary>Two tables may be read at the same time, on two sessions.</summary>
    /// <exception cref="SnapshotSeedException">The sample cannot be complete.</exception>
    public async Task<ChosenSample> RunAsync(
        Func<RowStream, CancellationToken, Task> take,
        CancellationToken cancellationToken
    )
    {
        foreach (var step in builder.Sample.Plan.Steps.TakeWhile(step => step is not ScheduledStep))
        {
            progress?.Report(new(step, HasEnded: false));
            await RunAsync(step, cancellationToken);
            progress?.Report(new(step, HasEnded: true));
        }

        await new SampleReader(sessions, builder, eligible, take, progress, logger).RunAsync(cancellationToken);
        return new(builder.Sample, candidates, choice);
    }

    private Task RunAsync(ExportStep step, CancellationToken cancellationToken) =>
        step switch
        {
            FindWholeTables find => TakeWholeAsync(find, cancellationToken),
            FindIncluded find => included.RunAsync(find, cancellationToken),
            FindCandidates find => search.RunAsync(find, cancellationToken),
            FindValues find => search.RunAsync(find, cancellationToken),
            FindChildren find => children.RunAsync(find, cancellationToken),
            FindReferencing find => search.RunAsync(find, choice, cancellationToken),
            ChooseRows choose => ChooseAsync(choose),
            _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
        };

    private async Task TakeWholeAsync(FindWholeTables step, CancellationToken cancellationToken)
    {
        foreach (var table in await wholeTables.FindAsync(step, cancellationToken))
            builder.Set(table, ChosenRows.WholeTable);
    }

    private Task ChooseAsync(ChooseRows step)
    {
        // The same candidates give the same choice.
        if (candidates.Count == chosenAmong)
            return Task.CompletedTask;
        chosenAmong = candidates.Count;
        candidates.CloseReferencing();
        included.CheckAreOpen();
        choice = new RowChooser(candidates, step.Rules, builder.Sample.Covered, builder.Sample.Plan.Spreads);
        choice.Include(included.Candidates);
        choice.Run();
        foreach (var table in step.Rules.Select(rule => rule.Table).Where(table => !builder.Sample[table].IsWholeTable))
            builder.Set(
                table,
                ChosenRows.Of(choice.Rows(table).Select(row => row.Row), choice.Sampled(table), choice.Included(table))
            );
        return Task.CompletedTask;
    }
}
