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
/// Runs a load plan so that one failure does not stop the rest. Each table or cycle is tried behind a savepoint. If it
/// fails, the rows to blame and those that depend on them are left out, and the others are tried again. Only where no row
/// is to blame is the table left out.
/// </summary>
/// <param name="state">The state of the load.</param>
/// <param name="plan">The plan.</param>
/// <param name="rules">The target's rules against pairs of rows.</param>
/// <param name="failed">The tables that are left out already, because they do not fit or cannot be read.</param>
/// <param name="logger">Receives what was done.</param>
/// <param name="progress">Is told of each table.</param>
internal sealed class KeepGoingLoad(
    LoadState state,
    LoadPlan plan,
    ILookup<TableName, UniqueRule> rules,
    IEnumerable<TableName> failed,
    ILogger logger,
    ProgressCount? progress = null
)
{
    private readonly Session session = state.Session;
    private readonly Dictionary<TableName, ImportedTable> results = [];
    private readonly Dictionary<TableName, IReadOnlySet<long>> leftOut = [];
    private readonly List<RowProblem> problems = [];
    private readonly NotLoadedRows notLoaded = new();
    private readonly Dictionary<TableName, Table> tables = plan.Tables.ToDictionary(
        load => load.Table.Name,
        load => load.Table
    );

    /// <exception cref="SnapshotSeedException">A table may not be emptied.</exception>
    /// <exception cref="StatementException">The server failed, and not because of rows.</exception>
    public async Task<LoadOutcome> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var table in failed)
            notLoaded.Add(table);
        var inserts = plan.Operations.OfType<InsertRows>().ToList();
        var first = Math.Max(plan.Operations.ToList().FindIndex(IsAboutSomeTables), 0);
        await ExecuteAsync(plan.Operations.Take(first));
        problems.AddRange(state.LabelProblems.Where(problem => !tables.ContainsKey(problem.Name)));
        foreach (var insert in inserts)
            await LoadAsync(insert, cancellationToken);
        await ExecuteAsync(plan.Operations.Skip(first).Where(operation => !IsAboutSomeTables(operation)));
        return new([.. plan.Tables.Select(load => results[load.Table.Name])])
        {
            StaleViews = [.. state.StaleViews],
            Problems = [.. problems],
            NotLoaded = leftOut,
        };

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

    /// <summary>Tries again until nothing fails. Each time at least one row more is left out, so it ends.</summary>
    private async Task LoadAsync(InsertRows asked, CancellationToken cancellationToken)
    {
        var blame = new Blame();
        foreach (var load in asked.Tables)
        {
            await LeaveOutAsync(load, blame, cancellationToken);
            await LeaveOutDependentsAsync(load, blame, cancellationToken);
        }

        while (true)
        {
            var rest = await WithoutAsync(asked, blame, cancellationToken);
            var part = plan with
            {
                Operations = [.. LoadOrder.Alone(rest, plan.Operations.OfType<EmptyTables>().Any())],
            };
            var ofPart = state.ForPart();
            ImmutableArray<ImportedTable> loaded = [];
            var failure = await session.IsolateAsync(
                async () => loaded = await new LoadExecutor(ofPart, part, logger).RunAsync(cancellationToken),
                e => e is SnapshotSeedException or RowsNotInsertedException || IsRefusal(e),
                cancellationToken
            );
            if (failure is null)
            {
                problems.AddRange(blame.Problems.Concat(ofPart.NotUpdated));
                foreach (var (load, result) in asked.Tables.Zip(loaded))
                    await RecordAsync(load, result, blame, cancellationToken);
                return;
            }

            var found = await ExplainAsync(part, failure, cancellationToken);
            var more = found.Any(problem => problem.Line is { } line && !blame.Has(problem.Name, line));
            blame.Add(found);
            if (more && !blame.IsOfTables)
                continue;
            if (!blame.IsOfTables)
                blame.Add([OfTable(part, failure)]);
            await FailAsync(asked, blame, cancellationToken);
            return;
        }
    }

    private static bool IsRefusal(Exception e) => e is StatementException { IsOfTheServer: false };

    /// <summary>Rows that are known to stay out: their labels lead nowhere, or they lack values.</summary>
    private async Task LeaveOutAsync(TableLoad load, Blame blame, CancellationToken cancellationToken)
    {
        blame.Add(state.LabelProblems.Where(problem => problem.Name == load.Table.Name));
        var nulls = load
            .Columns.Select((column, i) => (column.Target, i))
            .Where(column => !column.Target.IsNullable && load.Source.Content.NullsIn[Place(load, column.Target)] > 0)
            .ToList();
        if (nulls.Count == 0 && blame.Lines(load.Table.Name).Count == 0)
            return;
        var check = await state.CheckAsync(load, cancellationToken);
        foreach (var (column, i) in nulls)
            blame.Add(
                Enumerable
                    .Range(1, check.Rows.Count)
                    .Where(place => check.Rows.Values[i][place - 1] is null)
                    .Select(place => check.Problem(RowProblemKind.Null, place) with { Columns = [column.Name] })
            );
        notLoaded.Add(load.Table.Name, check.Rows.On(blame.Lines(load.Table.Name)));
    }

    /// <summary>Rows that only a virtual foreign key binds to a row that was not loaded.</summary>
    private async Task LeaveOutDependentsAsync(TableLoad load, Blame blame, CancellationToken cancellationToken)
    {
        if (!load.Table.ForeignKeys.Any(key => key.IsVirtual && notLoaded.Has(key.ReferencedTable)))
            return;
        var check = await state.CheckAsync(load, cancellationToken);
        var lines = blame.Lines(load.Table.Name);
        var found = await VirtualDependents.FindAsync(check.Without(lines), tables, notLoaded, cancellationToken);
        blame.Add(found);
        notLoaded.Add(load.Table.Name, check.Rows.On(found.Select(problem => problem.Line!.Value).ToHashSet()));
    }

    private static int Place(TableLoad load, Column column) => load.Source.Content.Columns.IndexOf(column.Name);

    private static async Task<InsertRows> WithoutAsync(
        InsertRows asked,
        Blame blame,
        CancellationToken cancellationToken
    )
    {
        var kept = ImmutableArray.CreateBuilder<TableLoad>();
        foreach (var load in asked.Tables)
        {
            var lines = blame.Lines(load.Table.Name);
            kept.Add(lines.Count == 0 ? load : load.Without(await load.Source.ReadRowsAsync(cancellationToken), lines));
        }

        return asked with
        {
            Tables = kept.ToImmutable(),
        };
    }

    private async Task RecordAsync(
        TableLoad asked,
        ImportedTable loaded,
        Blame blame,
        CancellationToken cancellationToken
    )
    {
        var lines = blame.Lines(asked.Table.Name);
        progress?.Done(asked.Table.Name, asked.Rows);
        if (lines.Count == 0)
        {
            results[asked.Table.Name] = loaded;
            return;
        }

        var check = await state.CheckAsync(asked, cancellationToken);
        var rows = check with { Rows = check.Rows.On(lines) };
        var present = await PresentRows.OfAsync(
            rows.Without(blame.Lines(asked.Table.Name, IsUnmatched)),
            cancellationToken
        );
        leftOut[asked.Table.Name] = lines.Except(present.Lines).ToHashSet();
        results[asked.Table.Name] = loaded with
        {
            Rows = asked.Rows,
            Skipped = loaded.Skipped + present.Count,
            Different = loaded.Different + present.Different,
            Failed = lines.Count - present.Count,
        };

        // A row that the file has twice would be found twice, and a key that cannot be read not at all.
        bool IsUnmatched(RowProblem problem) =>
            problem.Kind == RowProblemKind.Duplicate
            || (
                problem.Kind
                    is RowProblemKind.Value
                        or RowProblemKind.Character
                        or RowProblemKind.TimeOutOfRange
                        or RowProblemKind.Null
                && asked.Key is { } key
                && problem.Columns.Any(key.Columns.Contains)
            );
    }

    /// <summary>Leaves the table or cycle out as a whole. What is there is there.</summary>
    private async Task FailAsync(InsertRows asked, Blame blame, CancellationToken cancellationToken)
    {
        problems.AddRange(blame.Problems);
        foreach (var load in asked.Tables)
        {
            var check = await state.CheckAsync(load, cancellationToken);
            var present = await PresentRows.OfAsync(check, cancellationToken);
            notLoaded.Add(load.Table.Name, check.Rows);
            leftOut[load.Table.Name] = check.Rows.Lines.Except(present.Lines).ToHashSet();
            results[load.Table.Name] = new(
                load.Table.Name,
                load.Rows,
                inserted: 0,
                updated: 0,
                present.Count,
                present.Different
            )
            {
                Failed = load.Rows - present.Count,
            };
            progress?.Done(load.Table.Name, load.Rows);
        }

        Log.Failed(logger, asked.Component.ToString());
    }

    private async Task<IReadOnlyList<RowProblem>> ExplainAsync(
        LoadPlan part,
        Exception failure,
        CancellationToken cancellationToken
    )
    {
        if (failure is SnapshotSeedException { Problems: { IsEmpty: false } told })
        {
            foreach (var load in part.Tables)
                notLoaded.Add(
                    load.Table.Name,
                    (await load.ReadRowsAsync(cancellationToken)).On(
                        told.Where(problem => problem.Name == load.Table.Name)
                            .Select(problem => problem.Line ?? 0)
                            .ToHashSet()
                    )
                );
            return told;
        }

        if (failure is SnapshotSeedException)
            return [];
        IReadOnlyList<RowProblem> found = [];
        await session.IsolateAsync(
            async () =>
            {
                found = await new RowsToBlame(state.ForPart(), part, rules, notLoaded).FindAsync(
                    failure,
                    cancellationToken
                );
                throw new UndoneException();
            },
            e => e is UndoneException,
            cancellationToken
        );
        return found;
    }

    private static RowProblem OfTable(LoadPlan part, Exception failure) =>
        new(RowProblemKind.Refused, part.Tables.First().Table.Name) { Detail = failure.Message };

    /// <summary>Undoes what was asked, settings included.</summary>
    private sealed class UndoneException : Exception;
}
