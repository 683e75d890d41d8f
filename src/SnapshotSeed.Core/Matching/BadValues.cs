using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Matching;

/// <summary>Finds the values of a file that their columns' types refuse.</summary>
internal static class BadValues
{
    // Each costs some round trips.
    private const int MostCounted = 100;

    /// <returns>The first few of each column by file and line; none if all are sound.</returns>
    public static async Task<List<RowProblem>> FindAsync(RowCheck check, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        for (var i = 0; i < check.Load.Columns.Length; i++)
        {
            if (check.Load.Columns[i].Conversion is { ReadsLabels: true })
                continue;
            var column = check.Load.Columns[i].Target;
            var bad = await BadRowsAsync(check, check.Load.Columns[i], check.Rows.Values[i], cancellationToken);
            foreach (var row in bad.Take(RowCheck.Shown))
            {
                var kind = await KindAsync(check, check.Load.Columns[i], check.Rows.Values[i][row], cancellationToken);
                problems.Add(check.Problem(kind, row + 1) with { Columns = [column.Name], InTarget = column.Type });
            }

            if (bad.Count > RowCheck.Shown)
                problems[^1] = problems[^1].And(bad.Count - RowCheck.Shown, orMore: bad.Count == MostCounted);
        }

        return problems;
    }

    /// <summary>By halving, because a failed cast does not say which row it met.</summary>
    private static async Task<List<int>> BadRowsAsync(
        RowCheck check,
        LoadColumn column,
        string?[] values,
        CancellationToken cancellationToken
    )
    {
        var bad = new List<int>();
        var open = new Stack<(int Start, int Length)>([(0, values.Length)]);
        while (bad.Count < MostCounted && open.TryPop(out var range))
        {
            if (await FitAsync(check, column, values[range.Start..(range.Start + range.Length)], cancellationToken))
                continue;
            if (range.Length == 1)
            {
                bad.Add(range.Start);
                continue;
            }

            var half = range.Length / 2;
            open.Push((range.Start + half, range.Length - half));
            open.Push((range.Start, half));
        }

        return bad;
    }

    private static async Task<bool> FitAsync(
        RowCheck check,
        LoadColumn column,
        string?[] values,
        CancellationToken cancellationToken
    )
    {
        var isStorable = ValueSql.IsStorable(ValueSql.Read($"u.v", column), column.Target);
        Sql question = $"SELECT coalesce(bool_and({isStorable}), true) FROM unnest({Parameter.Texts(values)}) u (v)";
        return await check.AskAsync(question, reader => reader.GetBoolean(0), cancellationToken) is [true];
    }

    private static async Task<RowProblemKind> KindAsync(
        RowCheck check,
        LoadColumn column,
        string? value,
        CancellationToken cancellationToken
    )
    {
        if (!await IsTextAsync(check, value, cancellationToken))
            return RowProblemKind.Character;
        var unmoved = column with
        {
            Conversion = column.Conversion is { } conversion ? conversion with { Shift = null } : null,
        };
        return column.Conversion?.Shift is not null && await FitAsync(check, unmoved, [value], cancellationToken)
            ? RowProblemKind.TimeOutOfRange
            : RowProblemKind.Value;
    }

    private static async Task<bool> IsTextAsync(RowCheck check, string? value, CancellationToken cancellationToken)
    {
        Sql question = $"SELECT {Parameter.Texts([value])}";
        return await check.AskAsync(question, _ => true, cancellationToken) is [true];
    }
}
