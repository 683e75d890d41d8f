using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Rows that an import did not load, and that the target has all the same.</summary>
/// <param name="Lines">The lines of those that were compared as a whole.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Different">How many of them differ.</param>
internal sealed record PresentRows(IReadOnlySet<long> Lines, long Count, long Different)
{
    private static readonly PresentRows None = new(new HashSet<long>(), 0, 0);

    /// <param name="rows">The rows that were not loaded.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<PresentRows> OfAsync(RowCheck rows, CancellationToken cancellationToken)
    {
        if (rows.Rows.Count == 0)
            return None;
        if (await MatchAsync(rows, cancellationToken) is { } whole)
            return new(
                whole.There.Select(place => rows.Rows.Lines[place - 1]).ToHashSet(),
                whole.There.LongCount(),
                whole.Different.Length
            );

        // A value that the target could not hold differs from the one that it holds.
        return KeyOf(rows) is { } key && await MatchAsync(key, cancellationToken) is { } match
            ? new(new HashSet<long>(), match.There.LongCount(), match.There.LongCount())
            : None;
    }

    private static RowCheck? KeyOf(RowCheck rows) =>
        rows.Load.RowKey is { } key
            ? rows with
            {
                Load = rows.Load with
                {
                    Columns = [.. key.Columns.Select(name => rows.Load.Columns[rows.Load.IndexOf(name)])],
                },
                Rows = rows.Rows.Of(key.Columns),
            }
            : null;

    private static async Task<RowMatch?> MatchAsync(RowCheck rows, CancellationToken cancellationToken) =>
        await rows.AskAsync(
            MatchSql.Match(rows.Load, rows.Source),
            reader => new RowMatch(
                rows.Rows.Count,
                reader.GetInt64(0),
                reader.GetFieldValue<long[]>(1),
                reader.GetFieldValue<long[]>(2)
            ),
            cancellationToken
        )
            is [var match]
            ? match
            : null;
}
