using System.Collections.Immutable;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

internal static class CheckValuesRunner
{
    /// <exception cref="SnapshotSeedException">Values do not fit, or would lose something.</exception>
    public static async Task RunAsync(LoadState state, CheckValues operation, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        foreach (var load in operation.Tables.Where(load => load.Rows > 0))
            problems.AddRange(await FindAsync(state, load, cancellationToken));
        if (problems.Count == 0)
            return;
        var ofTime = problems.TrueForAll(problem => problem.Kind == RowProblemKind.TimeOutOfRange);
        throw SnapshotSeedException.ForRows(
            ofTime ? "times cannot be moved" : "values do not survive the change of their type",
            problems,
            ofTime
                ? (MessageTemplate)
                    $"Correct these lines, exclude the columns with {Setting.TimeExclude}, or name another time with {Setting.Rebase}."
                : $"Correct the lines named, import at the migration of the snapshot and migrate then, or export the snapshot "
                    + $"again."
        );
    }

    private static async Task<List<RowProblem>> FindAsync(
        LoadState state,
        TableLoad load,
        CancellationToken cancellationToken
    )
    {
        var converted = load.Columns.Where(column => column.Conversion is { ChangesValues: true }).ToImmutableArray();
        var check = await state.CheckAsync(load with { Columns = converted }, cancellationToken);
        var problems = await BadValues.FindAsync(check, cancellationToken);
        var sound = check.NamesAll ? check.Without(problems.Select(problem => problem.Line!.Value).ToHashSet()) : check;
        foreach (
            var column in converted.Where(column =>
                check.NamesAll || !problems.Exists(problem => IsAbout(problem, column))
            )
        )
            problems.AddRange(await LostAsync(sound, column, cancellationToken));
        return problems;
    }

    private static bool IsAbout(RowProblem problem, LoadColumn column) =>
        problem.Columns is [var name] && name == column.Target.Name;

    private static async Task<List<RowProblem>> LostAsync(
        RowCheck check,
        LoadColumn column,
        CancellationToken cancellationToken
    )
    {
        if (column.Conversion?.Change is not { } change)
            return [];
        Sql lost = $"""
            SELECT u.line
            FROM unnest({Parameter.Texts(check.Rows[column.Target.Name])}) WITH ORDINALITY u (v, line)
            WHERE u.v IS NOT NULL AND {change.IsLost($"u.v", column.Target)}
            """;
        return await check.ProblemsAsync(
            lost,
            reader =>
                check.Problem(RowProblemKind.LosesValue, reader.GetInt64(0)) with
                {
                    Columns = [column.Target.Name],
                    InSnapshot = change.InSnapshot,
                    InTarget = column.Target.Type,
                },
            cancellationToken
        );
    }
}
