using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Export.Candidates;
using SnapshotSeed.Export.Checks;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Rows;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export;

/// <summary>
/// Runs a sampling plan: finds the places of the rows to export, and reads a table's rows as soon as its sample is
/// complete. Every choice depends only on the chosen rows and the row looked at, never on how many other rows the table
/// has; so a database that holds just the chosen rows yields them again.
/// </summary>
internal sealed class Sampler
{
    private readonly ReadSessions sessions;
    private readonly ILogger logger;
    private readonly Sample sample;
    private readonly CandidateSet candidates = new();
    private readonly ExclusionFilter waysOut;
    private readonly IncludedRows included;
    private readonly CandidateSearch search;
    private int chosenAmong = -1;
    private RowChooser choice = new(new CandidateSet(), [], _ => []);
    private readonly ChildSearch children;
    private readonly WholeTables wholeTables;
    private readonly ClosingChecks checks;

    public Sampler(ReadSessions sessions, ExportPlan plan, ILogger logger)
    {
        (this.sessions, this.logger) = (sessions, logger);
        var session = sessions.First;
        sample = new Sample(plan);
        waysOut = new ExclusionFilter(sample);
        wholeTables = new WholeTables(sessions, sample, waysOut);
        included = new IncludedRows(session, sample, candidates);
        search = new CandidateSearch(sessions, sample, candidates, waysOut, logger);
        children = new ChildSearch(session, sample, candidates, search, waysOut, logger);
        checks = new ClosingChecks(session, sample, candidates, logger);
    }

    /// <summary>Chooses the rows of every table of the plan, and has a table taken as soon as its sample is complete.</summary>
    /// <param name="take">Reads all rows of a table. It may be asked to take two tables at the same time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The sample cannot be complete.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task RunAsync(Func<TableRows, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        foreach (var step in sample.Plan.Steps.Where(step => step is not FillRows))
            await RunAsync(step, cancellationToken);
        await new SampleReader(sessions, sample, new EligibleRows(sample, waysOut), take, logger).RunAsync(
            cancellationToken
        );
    }

    /// <summary>What became of the tables, once all have been read.</summary>
    /// <exception cref="SnapshotSeedException">The sample is not complete.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    /// <exception cref="TablesRewrittenException">Tables were emptied or rewritten meanwhile.</exception>
    public Task<IReadOnlyList<ExportedTable>> CloseAsync(CancellationToken cancellationToken) =>
        checks.RunAsync(new SampleStatistics(sample, candidates, choice, waysOut), cancellationToken);

    /// <summary>What a user may want to be taken along another time.</summary>
    public ByTable<ImmutableArray<string>> Suggestions => ChildSuggestions.Of(sample, candidates);

    private Task RunAsync(ExportStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case FindWholeTables whole:
                return wholeTables.RunAsync(whole, cancellationToken);
            case FindIncluded find:
                return included.RunAsync(find, cancellationToken);
            case FindCandidates find:
                return search.RunAsync(find, cancellationToken);
            case FindChildren find:
                return children.RunAsync(find, cancellationToken);
            case ChooseRows choose:
                Choose(choose);
                return Task.CompletedTask;
            case FindReferencing find:
                return search.RunAsync(find, choice, cancellationToken);
            default:
                throw new InvalidOperationException($"unknown step {step.GetType().Name}");
        }
    }

    /// <exception cref="SnapshotSeedException">Included rows lead to what is left out.</exception>
    private void Choose(ChooseRows step)
    {
        // The same candidates give the same choice.
        if (candidates.Count == chosenAmong)
            return;
        chosenAmong = candidates.Count;
        candidates.CloseWaysOut();
        CheckIncluded();
        choice = new RowChooser(candidates, step.Rules, sample.Covered);
        choice.Include(included.Candidates);
        choice.Run();
        foreach (var table in step.Rules.Select(rule => rule.Table))
            sample[table]
                .Choose(choice.Rows(table).Select(row => row.Row), choice.Sampled(table), choice.Included(table));
    }

    private void CheckIncluded()
    {
        var closed = included.Candidates.Where(row => !row.IsOpen).GroupBy(row => row.Table).ToList();
        if (closed.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "rows cannot be included",
                closed.Select(rows => $"{rows.Key}: {rows.Count()} rows lead, directly or not, to what is left out"),
                $"Include what {Setting.Exclude} or {Setting.Where} leave out, or fewer rows with {Setting.Include}.",
                FailureKind.WrongUsage
            );
    }
}
