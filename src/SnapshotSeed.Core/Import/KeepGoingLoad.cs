using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Import.Diagnose;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import;

/// <summary>
/// Runs a load plan so that one failure does not stop the rest: each table or cycle is undone by itself. Rows whose parents
/// are missing stay out before that, and so do those that depend on them.
/// </summary>
internal sealed class KeepGoingLoad(
    Session session,
    LoadPlan plan,
    ILookup<TableName, UniqueRule> rules,
    ILogger logger,
    ProgressCount? progress = null
)
{
    private readonly Dictionary<TableName, ImportedTable> results = [];
    private readonly List<RowProblem> problems = [];

    /// <returns>What was done to each table, in load order, and what stayed out, why.</returns>
    /// <exception cref="SnapshotSeedException">A table may not be emptied.</exception>
    /// <exception cref="StatementException">The server failed, and not because of rows.</exception>
    public async Task<(ImmutableArray<ImportedTable> Tables, ImmutableArray<RowProblem> Problems)> RunAsync(
        CancellationToken cancellationToken
    )
    {
        await ExecuteAsync(
            plan.Operations.Where(operation => operation is EmptyTables or SwitchTriggers { On: false })
        );
        foreach (var insert in plan.Operations.OfType<InsertRows>())
            await LoadAsync(insert, cancellationToken);
        await ExecuteAsync(
            plan.Operations.Where(operation =>
                operation is CheckDeferred or AdvanceSequences or AdvanceUnownedSequences or SwitchTriggers { On: true }
            )
        );
        return ([.. plan.Tables.Select(load => results[load.Table.Name])], [.. problems]);

        Task ExecuteAsync(IEnumerable<LoadOperation> operations) =>
            new LoadExecutor(session, plan with { Operations = [.. operations] }, logger, plan.Tables).RunAsync(
                cancellationToken
            );
    }

    private async Task LoadAsync(InsertRows insert, CancellationToken cancellationToken)
    {
        var bad = await BadAsync(insert, cancellationToken);
        if (bad.Count > 0)
        {
            Fail(insert, bad);
            return;
        }

        var whole = await WithoutDanglingAsync(insert, cancellationToken);
        var operations = LoadPlanner.Checks(whole.Tables).Concat(LoadOrder.Repeat([whole])).ToImmutableArray();
        var part = plan with { Operations = operations };
        ImmutableArray<ImportedTable> loaded = [];
        var failure = await session.IsolateAsync(
            async () =>
                loaded = await new LoadExecutor(session, part, logger, progress: progress).RunAsync(cancellationToken),
            e => e is SnapshotSeedException or RowsNotInsertedException or RowsNotUpdatedException || IsRefusal(e),
            cancellationToken
        );
        if (failure is not null)
        {
            Fail(insert, await ExplainAsync(part, failure, cancellationToken));
            return;
        }

        foreach (var (load, result) in insert.Tables.Zip(loaded))
            results[load.Table.Name] = result with { Rows = load.Rows, Failed = load.Rows - result.Rows };
    }

    private static bool IsRefusal(Exception e) => e is StatementException { IsOfTheServer: false };

    /// <summary>Values that their types refuse, which would keep anything from being asked of the rows.</summary>
    private async Task<List<RowProblem>> BadAsync(InsertRows insert, CancellationToken cancellationToken)
    {
        var bad = new List<RowProblem>();
        foreach (var load in insert.Tables.Where(load => load.Rows > 0))
        {
            var rows = await load.Source.ReadRowsAsync(cancellationToken);
            bad.AddRange(await BadValues.FindAsync(new RowCheck(session, load, rows), cancellationToken));
        }

        return bad;
    }

    /// <summary>The same without the rows that reference nothing, again until none is left.</summary>
    private async Task<InsertRows> WithoutDanglingAsync(InsertRows insert, CancellationToken cancellationToken)
    {
        while (true)
        {
            var part = plan with { Operations = [insert] };
            var checks = new Dictionary<TableName, RowCheck>();
            foreach (var load in insert.Tables)
                checks[load.Table.Name] = new(session, load, await load.Source.ReadRowsAsync(cancellationToken));
            var found = new List<RowProblem>();
            foreach (var check in checks.Values)
            {
                foreach (
                    var key in check.Load.Table.ForeignKeys.Where(key =>
                        key.IsEnforced && check.Load.Holds(key.Columns)
                    )
                )
                    found.AddRange(
                        await new DanglingReferences(part, checks, int.MaxValue).FindAsync(
                            check,
                            key,
                            cancellationToken
                        )
                    );
            }

            if (found.Count == 0)
                return insert;
            problems.AddRange(found.DistinctBy(problem => (problem.Name, problem.Line)));
            var lines = found.ToLookup(problem => problem.Name, problem => problem.Line!.Value);
            insert = insert with
            {
                Tables = [.. insert.Tables.Select(load => Without(load, checks, lines[load.Table.Name]))],
            };
        }
    }

    private static TableLoad Without(TableLoad load, Dictionary<TableName, RowCheck> checks, IEnumerable<long> lines)
    {
        var (rows, left) = (checks[load.Table.Name].Rows, lines.ToHashSet());
        if (left.Count == 0)
            return load;
        var kept = rows.At([
            .. Enumerable.Range(0, rows.Count).Where(i => !left.Contains(rows.Lines[i])).Select(i => i + 1L),
        ]);
        return load with { Source = load.Source with { Content = load.Source.Content.With(kept) } };
    }

    private void Fail(InsertRows insert, IReadOnlyCollection<RowProblem> why)
    {
        problems.AddRange(why);
        foreach (var load in insert.Tables)
            results[load.Table.Name] = new(load.Table.Name, load.Rows, 0, 0, 0, 0) { Failed = load.Rows };
        Log.Failed(logger, insert.Component.ToString());
    }

    private async Task<IReadOnlyCollection<RowProblem>> ExplainAsync(
        LoadPlan part,
        Exception failure,
        CancellationToken cancellationToken
    )
    {
        if (failure is SnapshotSeedException { Problems: { IsEmpty: false } told })
            return told;
        if (failure is RowsNotUpdatedException { Problem: var problem })
            return [problem];
        if (failure is SnapshotSeedException)
            return [new(RowProblemKind.Refused, part.Tables.First().Table.Name) { Detail = failure.Message }];
        List<RowProblem> found = [];
        await session.IsolateAsync(
            async () =>
            {
                found = await new LoadDiagnosis(session, part, rules).RunAsync(cancellationToken);
                if (found.Count == 0)
                    found = [(await new Unexplained(session, part).DescribeAsync(failure, cancellationToken)).Problem];
                throw new UndoneException();
            },
            e => e is UndoneException,
            cancellationToken
        );
        return found;
    }

    /// <summary>Undoes what was asked, settings included.</summary>
    private sealed class UndoneException : Exception;
}
