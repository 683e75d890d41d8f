using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Execute;

/// <summary>Runs <see cref="CheckValues"/>.</summary>
internal static class CheckValuesRunner
{
    /// <exception cref="SnapshotSeedException">Values do not fit, or would lose something.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static async Task RunAsync(Session session, CheckValues operation, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        foreach (var load in operation.Tables.Where(load => load.Rows > 0))
            problems.AddRange(
                await FindAsync(session, load, await load.Source.ReadRowsAsync(cancellationToken), cancellationToken)
            );
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
        Session session,
        TableLoad load,
        TsvRows rows,
        CancellationToken cancellationToken
    )
    {
        var converted = load.Columns.Where(column => column.Conversion is not null).ToList();
        var check = new RowCheck(
            session,
            load with
            {
                Columns = [.. converted],
            },
            rows.Of(converted.Select(column => column.Target.Name))
        );
        var problems = await BadValues.FindAsync(check, cancellationToken);
        foreach (var column in converted.Where(column => !problems.Exists(problem => IsAbout(problem, column))))
            problems.AddRange(await LostAsync(check, column, cancellationToken));
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
