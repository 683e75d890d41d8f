using Npgsql;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>
/// Finds every row to blame for the failure of one table or cycle, after it was undone, so that the others can be loaded.
/// It asks in sets; only where no question tells, it tries. The caller undoes what was tried.
/// </summary>
/// <param name="state">The state of the part that failed.</param>
/// <param name="part">The plan of that part.</param>
/// <param name="rules">The target's rules against pairs of rows.</param>
/// <param name="notLoaded">The rows that were not loaded before.</param>
internal sealed class RowsToBlame(
    LoadState state,
    LoadPlan part,
    ILookup<TableName, UniqueRule> rules,
    NotLoadedRows notLoaded
)
{
    private readonly Blame blame = new();
    private readonly Dictionary<TableName, PendingRows> pending = [];

    /// <param name="failure">The server's error, or the rows that were not inserted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A problem of each row to blame; of tables, if no row is; none if nothing was found.</returns>
    /// <exception cref="StatementException">The server failed, and not because of rows.</exception>
    public async Task<IReadOnlyList<RowProblem>> FindAsync(Exception failure, CancellationToken cancellationToken)
    {
        // As in a diagnosis: next to no answer is expected, for which the planner likes nested loops.
        await state.Session.ExecuteAsync($"SET LOCAL enable_nestloop = off", cancellationToken);
        foreach (var load in part.Tables.Where(load => load.Rows > 0))
            await ReadAsync(load, MayBeAboutValues(failure), cancellationToken);
        if (failure is RowsNotInsertedException lost && pending.TryGetValue(lost.Table, out var table))
        {
            await AddLostAsync(table, lost.Places, cancellationToken);
        }
        else
        {
            foreach (var rows in pending.Values)
                await AddViolationsAsync(rows, cancellationToken);
            foreach (var rows in pending.Values)
                await AddDanglingAsync(rows, cancellationToken);
            if (blame.IsEmpty && failure is StatementException)
                blame.Add(await new Halving(state, [.. pending.Values]).RefusedAsync(cancellationToken));
        }

        if (!blame.IsEmpty)
            await new Dependents(pending).AddAsync(blame, cancellationToken);
        foreach (var load in part.Tables)
            notLoaded.Add(
                load.Table.Name,
                (await load.ReadRowsAsync(cancellationToken)).On(blame.Lines(load.Table.Name))
            );
        return [.. blame.Problems.Select(Told)];
    }

    /// <summary>Constraints between rows have been reached, so the values are sound.</summary>
    private static bool MayBeAboutValues(Exception failure) =>
        failure
            is not RowsNotInsertedException
                and not StatementException
                {
                    SqlState: PostgresErrorCodes.UniqueViolation
                        or PostgresErrorCodes.ForeignKeyViolation
                        or PostgresErrorCodes.ExclusionViolation
                };

    private RowProblem Told(RowProblem problem) =>
        problem.Line is not null && pending.TryGetValue(problem.Name, out var rows)
            ? notLoaded.Told(problem, rows.All)
            : problem;

    /// <summary>Values that types refuse, and rows that the file has twice, would keep anything from being asked.</summary>
    private async Task ReadAsync(TableLoad load, bool withValues, CancellationToken cancellationToken)
    {
        var check = await state.CheckAsync(load, cancellationToken);
        if (withValues)
            blame.Add(await BadValues.FindAsync(check, cancellationToken));
        var sound = check.Without(blame.Lines(load.Table.Name));
        if (load.Key is { } key)
            blame.Add(await DuplicateKeys.LaterAsync(sound, key, cancellationToken));
        pending[load.Table.Name] = await PendingRows.OfAsync(Sound(sound), cancellationToken);
    }

    private RowCheck Sound(RowCheck check) => check.Without(blame.Lines(check.Load.Table.Name));

    /// <summary>Rows that the statement passed over.</summary>
    private async Task AddLostAsync(PendingRows rows, long[] places, CancellationToken cancellationToken)
    {
        var load = rows.Load;
        var lines = (await load.ReadRowsAsync(cancellationToken)).At(places).Lines.ToHashSet();
        var found = new Blame();
        foreach (var key in OtherKeys(load))
        {
            found.Add(await Collisions.FindAsync(rows.Written, key, cancellationToken));
            found.Add(await DuplicateKeys.LaterAsync(rows.Written, key, cancellationToken));
        }

        foreach (var rule in RulesOf(load.Table))
        {
            found.Add(await Exclusions.HeldAsync(rows.Written, rule, cancellationToken));
            found.Add(await Exclusions.LaterAsync(rows.Written, rule, cancellationToken));
        }

        blame.Add(found.Problems.Where(problem => lines.Contains(problem.Line!.Value)));
        blame.Add(
            Enumerable
                .Range(1, rows.All.Rows.Count)
                .Where(place => lines.Contains(rows.All.Rows.Lines[place - 1]))
                .Select(place => rows.All.Problem(RowProblemKind.NotInserted, place, withKey: true))
                .Select(problem => problem with { Detail = NotInserted(problem, load) })
        );
    }

    private static string NotInserted(RowProblem problem, TableLoad load)
    {
        var key = problem.Key is null ? "" : $" ({problem.Key})";
        return FormattableString.Invariant(
            $"{problem.File} line {problem.Line}{key}: not inserted{Unexplained.Cause(load)}"
        );
    }

    private async Task AddViolationsAsync(PendingRows rows, CancellationToken cancellationToken)
    {
        var table = rows.Load.Table;

        // A row that is updated may free the value that another one needs.
        var isOnlyInserted = rows.Updated.Length == 0;
        foreach (var key in OtherKeys(rows.Load))
        {
            if (isOnlyInserted)
                blame.Add(await Collisions.FindAsync(Sound(rows.Written), key, cancellationToken));
            blame.Add(await DuplicateKeys.LaterAsync(Sound(rows.Written), key, cancellationToken));
        }

        foreach (var rule in RulesOf(table))
        {
            if (isOnlyInserted)
                blame.Add(await Exclusions.HeldAsync(Sound(rows.Written), rule, cancellationToken));
            blame.Add(await Exclusions.LaterAsync(Sound(rows.Written), rule, cancellationToken));
        }

        // What a function looks for in other rows may not be there now.
        foreach (var constraint in table.Checks.Where(constraint => !constraint.CallsFunctions))
            blame.Add(await CheckViolations.FindAsync(Sound(rows.Written), constraint, cancellationToken));
    }

    private async Task AddDanglingAsync(PendingRows rows, CancellationToken cancellationToken)
    {
        // A row whose parent is to blame depends on it, which comes later.
        var references = new DanglingReferences(
            part,
            pending.ToDictionary(table => table.Key, table => table.Value.All)
        );
        var keys = rows
            .Load.Table.ForeignKeys.Concat(rows.Load.Table.ReferencesIntoExtensions)
            .Where(key => key.IsEnforced && rows.Load.Holds(key.Columns));
        foreach (var key in keys)
            blame.Add(await references.FindAsync(Sound(rows.Written), key, cancellationToken));
    }

    private IEnumerable<UniqueRule> RulesOf(Table table) => rules[table.Root ?? table.Name];

    private static IEnumerable<UniqueKey> OtherKeys(TableLoad load) =>
        load.Table.Keys.Where(key => key != load.Key && load.Holds(key.Columns));
}
