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

/// <summary>Each table or cycle is undone by itself. Orphans and what depends on them stay out first.</summary>
internal sealed class KeepGoingLoad(
    LoadState state,
    LoadPlan plan,
    ILookup<TableName, UniqueRule> rules,
    ILogger logger,
    ProgressCount? progress = null
)
{
    private readonly Session session = state.Session;
    private readonly Dictionary<TableName, ImportedTable> results = [];
    private readonly List<RowProblem> problems = [];

    /// <exception cref="SnapshotSeedException">A table may not be emptied.</exception>
    /// <exception cref="StatementException">The server failed, and not because of rows.</exception>
    public async Task<(ImmutableArray<ImportedTable> Tables, ImmutableArray<RowProblem> Problems)> RunAsync(
        CancellationToken cancellationToken
    )
    {
        var inserts = plan.Operations.OfType<InsertRows>().ToList();
        var first = plan.Operations.ToList().FindIndex(IsAboutSomeTables);
        await ExecuteAsync(plan.Operations.Take(Math.Max(first, 0)));
        problems.AddRange(state.LabelProblems);
        foreach (var insert in inserts)
            await LoadAsync(insert, cancellationToken);
        await ExecuteAsync(plan.Operations.Skip(Math.Max(first, 0)).Where(operation => !IsAboutSomeTables(operation)));
        return ([.. plan.Tables.Select(load => results[load.Table.Name])], [.. problems]);

        async Task ExecuteAsync(IEnumerable<LoadOperation> operations) =>
            await new LoadExecutor(
                state,
                plan with
                {
                    Operations = [.. operations],
                },
                logger,
                plan.Tables,
                results: results
            ).RunAsync(cancellationToken);
    }

    private static bool IsAboutSomeTables(LoadOperation operation) =>
        operation
            is CheckValues
                or CheckKeys
                or CheckAbsent
                or StageFiles
                or MatchRows
                or InsertRows
                or LookAgain
                or DropStages;

    private async Task LoadAsync(InsertRows insert, CancellationToken cancellationToken)
    {
        var loads = await WithoutLeftOutAsync(insert.Tables, cancellationToken);
        await LoadAsync(insert, insert with { Tables = loads }, cancellationToken);
    }

    /// <summary>Loads those of the asked rows whose labels lead somewhere.</summary>
    private async Task LoadAsync(InsertRows asked, InsertRows insert, CancellationToken cancellationToken)
    {
        var bad = await BadAsync(insert, cancellationToken);
        if (bad.Count > 0)
        {
            Fail(asked, bad);
            return;
        }

        var whole = await WithoutDanglingAsync(insert, cancellationToken);
        var areEmptied = plan.Operations.OfType<EmptyTables>().Any();
        var part = plan with { Operations = [.. LoadOrder.Alone(whole, areEmptied)] };
        ImmutableArray<ImportedTable> loaded = [];
        var failure = await session.IsolateAsync(
            async () =>
                loaded = await new LoadExecutor(state.ForPart(), part, logger, progress: progress).RunAsync(
                    cancellationToken
                ),
            e => e is SnapshotSeedException or RowsNotInsertedException or RowsNotUpdatedException || IsRefusal(e),
            cancellationToken
        );
        if (failure is not null)
        {
            Fail(asked, await ExplainAsync(part, failure, cancellationToken));
            return;
        }

        foreach (var (load, result) in asked.Tables.Zip(loaded))
            results[load.Table.Name] = result with { Rows = load.Rows, Failed = load.Rows - result.Rows };
    }

    private static bool IsRefusal(Exception e) => e is StatementException { IsOfTheServer: false };

    /// <summary>Values that their types refuse, which would keep anything from being asked of the rows.</summary>
    private async Task<List<RowProblem>> BadAsync(InsertRows insert, CancellationToken cancellationToken)
    {
        var bad = new List<RowProblem>();
        foreach (var load in insert.Tables.Where(load => load.Rows > 0))
        {
            var check = await RowCheck.OfAsync(session, load, state.Ids, cancellationToken);
            bad.AddRange(await BadValues.FindAsync(check, cancellationToken));
        }

        return bad;
    }

    /// <summary>Repeats, because rows that stay out may leave others dangling.</summary>
    private async Task<InsertRows> WithoutDanglingAsync(InsertRows insert, CancellationToken cancellationToken)
    {
        while (true)
        {
            var part = plan with { Operations = [insert] };
            var checks = new Dictionary<TableName, RowCheck>();
            foreach (var load in insert.Tables)
                checks[load.Table.Name] = await RowCheck.OfAsync(session, load, state.Ids, cancellationToken);
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
            var kept = ImmutableArray.CreateBuilder<TableLoad>();
            foreach (var load in insert.Tables)
                kept.Add(await WithoutAsync(load, lines[load.Table.Name].ToHashSet(), cancellationToken));
            insert = insert with { Tables = kept.ToImmutable() };
        }
    }

    private static async Task<TableLoad> WithoutAsync(
        TableLoad load,
        IReadOnlySet<long> lines,
        CancellationToken cancellationToken
    ) => lines.Count == 0 ? load : load.Without(await load.Source.ReadRowsAsync(cancellationToken), lines);

    private async Task<ImmutableArray<TableLoad>> WithoutLeftOutAsync(
        ImmutableArray<TableLoad> loads,
        CancellationToken cancellationToken
    )
    {
        var kept = ImmutableArray.CreateBuilder<TableLoad>();
        foreach (var load in loads)
            kept.Add(await WithoutAsync(load, state.LeftOut(load.Table.Name), cancellationToken));
        return kept.ToImmutable();
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
                found = await new LoadDiagnosis(state.ForPart(), part, rules).RunAsync(cancellationToken);
                if (found.Count == 0)
                    found =
                    [
                        (
                            await new Unexplained(state.ForPart(), part).DescribeAsync(failure, cancellationToken)
                        ).Problem,
                    ];
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
