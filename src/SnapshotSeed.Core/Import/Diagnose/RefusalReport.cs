using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Finds out why a target refused the rows of a plan, once everything is undone.</summary>
internal sealed class RefusalReport(NpgsqlConnection connection, LoadPlan plan)
{
    public async Task<SnapshotSeedException> ExplainAsync(Exception cause, CancellationToken cancellationToken)
    {
        await using var session = await Session.BeginAsync(connection, SessionMode.Comparison, cancellationToken);
        var state = new LoadState(session, keepsGoing: true);
        var rules = await UniqueRulesQuery.ReadAsync(session, cancellationToken);
        await RepeatAsync(state, cancellationToken);
        var problems = await new LoadDiagnosis(state, plan, rules).RunAsync(cancellationToken);
        MessageTemplate hint =
            "Correct these lines. If the target's schema is behind or ahead, run its migrations or export the snapshot again.";
        if (!plan.HasManifest && problems.Exists(problem => problem.Kind == RowProblemKind.Value))
            hint =
                $"{hint} If ids in the files are labels, use {Setting.Ids.As("assign")}. If an empty field is NULL, use "
                + $"{Setting.Null}.";
        if (HeldValues.NextStep(problems, plan) is { } adopting)
            hint = $"{adopting} {hint}";
        if (problems.Count == 0 || cause is StatementException { Function: not null })
        {
            var (problem, next) = await new Unexplained(state, plan).DescribeAsync(cause, cancellationToken);
            hint = problems.Count == 0 ? next : $"{hint} {next}";
            problems.Add(problem);
        }

        return SnapshotSeedException.ForRows("the target rejected rows of the snapshot", problems, hint, cause);
    }

    /// <summary>What the rows have to be seen with: tables that are emptied, and ids for labels.</summary>
    private Task RepeatAsync(LoadState state, CancellationToken cancellationToken) =>
        new LoadExecutor(
            state,
            plan with
            {
                Operations = [.. plan.Operations.Where(operation => operation is ResolveIds or EmptyTables or DrawIds)],
            },
            NullLogger.Instance,
            plan.Tables
        ).RunAsync(cancellationToken);
}
