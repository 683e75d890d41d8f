using Npgsql;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Matching;

/// <summary>Finds the values of a file that their columns' types refuse.</summary>
internal static class BadValues
{
    // A value that no cast reads costs some round trips. A column with more of them has another type than its file.
    private const int MostCounted = 100;
    private const int MostNamed = 1_000;

    /// <returns>Those of each column by file and line, as many as the check names; none if all are sound.</returns>
    public static async Task<List<RowProblem>> FindAsync(RowCheck check, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        var most = check.NamesAll ? MostNamed : MostCounted;
        foreach (var (column, i) in check.Load.Columns.Select((column, i) => (column, i)))
        {
            if (column.Conversion is { ReadsLabels: true })
                continue;
            var bad = await BadRowsAsync(check, column, check.Rows.Values[i], most, cancellationToken);
            foreach (var (row, refusal) in bad.Take(check.Most))
            {
                var kind = await KindAsync(check, column, check.Rows.Values[i][row], refusal, cancellationToken);
                problems.Add(
                    check.Problem(kind, row + 1) with
                    {
                        Columns = [column.Target.Name],
                        InTarget = column.Target.Type,
                    }
                );
            }

            if (bad.Count > check.Most)
                problems[^1] = problems[^1].And(bad.Count - check.Most, orMore: bad.Count == most);
            else if (bad.Count == MostNamed)
                problems[^1] = problems[^1].And(1, orMore: true);
        }

        return problems;
    }

    /// <summary>By halving, because a failed cast does not say which row it met.</summary>
    private static async Task<List<(int Row, StatementException? Refusal)>> BadRowsAsync(
        RowCheck check,
        LoadColumn column,
        string?[] values,
        int most,
        CancellationToken cancellationToken
    )
    {
        var bad = new List<(int, StatementException?)>();
        var open = new Stack<(int Start, int Length)>([(0, values.Length)]);
        while (bad.Count < most && open.TryPop(out var range))
        {
            var part = values[range.Start..(range.Start + range.Length)];
            var attempt = await UnfitAsync(check, column, part, cancellationToken);
            if (attempt.Answer is { } unfit)
            {
                bad.AddRange(
                    unfit
                        .Take(most - bad.Count)
                        .Select(place => (range.Start + (int)place - 1, (StatementException?)null))
                );
                continue;
            }

            if (range.Length == 1)
            {
                bad.Add((range.Start, attempt.Refusal));
                continue;
            }

            var half = range.Length / 2;
            open.Push((range.Start + half, range.Length - half));
            open.Push((range.Start, half));
        }

        return bad;
    }

    /// <summary>The values that casts read, and columns do not take: their places, from 1.</summary>
    private static Task<Attempt<List<long>>> UnfitAsync(
        RowCheck check,
        LoadColumn column,
        string?[] values,
        CancellationToken cancellationToken
    )
    {
        var isStorable = ValueSql.IsStorable(ValueSql.Read($"u.v", column), column.Target);
        Sql question = $"""
            SELECT u.place
            FROM pg_catalog.unnest({Parameter.Texts(values)}) WITH ORDINALITY u (v, place)
            WHERE NOT ({isStorable})
            ORDER BY u.place
            """;
        return check.Session.TryAsync(
            () => check.Session.RowsAsync(question, reader => reader.GetInt64(0), cancellationToken),
            cancellationToken
        );
    }

    private static async Task<RowProblemKind> KindAsync(
        RowCheck check,
        LoadColumn column,
        string? value,
        StatementException? refusal,
        CancellationToken cancellationToken
    )
    {
        if (
            refusal?.SqlState
            is PostgresErrorCodes.CharacterNotInRepertoire
                or PostgresErrorCodes.UntranslatableCharacter
        )
            return RowProblemKind.Character;
        if (column.Conversion is not { Shift: not null } conversion)
            return RowProblemKind.Value;
        var unmoved = column with { Conversion = conversion with { Shift = null } };
        var attempt = await UnfitAsync(check, unmoved, [value], cancellationToken);
        return attempt.Answer is [] ? RowProblemKind.TimeOutOfRange : RowProblemKind.Value;
    }
}
