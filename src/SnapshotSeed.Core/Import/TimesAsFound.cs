using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import;

/// <summary>
/// Tables may have moved in time by different imports: rows that are skipped stay where the first import moved them, and rows
/// that are updated move with each. So each table is compared at the time where most of its rows are.
/// </summary>
/// <param name="session">The session with the target.</param>
/// <param name="ids">The ids of labels.</param>
/// <param name="time">How times were to move.</param>
internal sealed class TimesAsFound(Session session, IdMaps ids, TimeOptions time)
{
    // As many rows as tell where a table is.
    private const int MostAsked = 1_000;

    /// <param name="loads">The tables, their times moved as an import would move them now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The tables, their times moved as they are in the target.</returns>
    /// <exception cref="StatementException">The server failed.</exception>
    public async Task<List<TableLoad>> CorrectAsync(IEnumerable<TableLoad> loads, CancellationToken cancellationToken)
    {
        var corrected = new List<TableLoad>();
        foreach (var load in loads)
            corrected.Add(
                MayBeElsewhere(load) && await DistanceAsync(load, cancellationToken) is var distance and not 0
                    ? Moved(load, distance)
                    : load
            );
        return corrected;
    }

    /// <summary>A fixed moment holds for rows that every import updates.</summary>
    private bool MayBeElsewhere(TableLoad load) =>
        !(time.Rebase?.Moment is not null && load.Rule.OnConflict == ConflictMode.Update)
        && load.Key is { } key
        && Times(load).Any()
        && !load.Columns.Any(column =>
            column.Conversion?.Shift is not null && key.Columns.Contains(column.Target.Name)
        );

    private static IEnumerable<int> Times(TableLoad load) =>
        Enumerable
            .Range(0, load.Columns.Length)
            .Where(i => load.Columns[i].Conversion?.Shift is not null && TimeSql.IsSingle(load.Columns[i].Target));

    /// <returns>How much later than expected most times are, in microseconds; 0 where they do not agree.</returns>
    private async Task<long> DistanceAsync(TableLoad load, CancellationToken cancellationToken)
    {
        var rows = await load.ReadRowsAsync(cancellationToken);
        var first = rows.At([.. Enumerable.Range(1, Math.Min(rows.Count, MostAsked)).Select(row => (long)row)]);
        var distances = Times(load)
            .Select(
                Sql (i) =>
                    $"({TimeSql.Microseconds($"t.{load.Columns[i].Target}")} - {TimeSql.Microseconds($"s.{FileRowsSql.Name(i)}")})"
            );
        var attempt = await session.TryAsync(
            () =>
                session.RowsAsync(
                    $"""
                    SELECT d.distance, count(*), sum(count(*)) OVER ()::bigint
                    FROM (
                        {FileRowsSql.FromParameters(load, first, ids)}) s
                    JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, load.Key!)}
                    CROSS JOIN LATERAL (VALUES {Sql.List(distances)}) d (distance)
                    WHERE d.distance IS NOT NULL
                    GROUP BY 1 ORDER BY 2 DESC, abs(d.distance)
                    LIMIT 1
                    """,
                    reader => (Distance: reader.GetInt64(0), Count: reader.GetInt64(1), Of: reader.GetInt64(2)),
                    cancellationToken
                ),
            cancellationToken
        );

        // Values that are none are told when the rows are compared.
        return attempt.Answer is [var most] && 2 * most.Count > most.Of ? most.Distance : 0;
    }

    private static TableLoad Moved(TableLoad load, long distance) =>
        load with
        {
            Columns =
            [
                .. load.Columns.Select(column =>
                    column.Conversion is { Shift: { } shift } conversion
                        ? column with
                        {
                            Conversion = conversion with
                            {
                                Shift = shift with { Microseconds = shift.Microseconds + distance },
                            },
                        }
                        : column
                ),
            ],
        };

    /// <summary>How far the tables moved that did not move as far as the others.</summary>
    public static ImmutableArray<(TableName Table, TimeShift Shift)> Others(
        IEnumerable<TableLoad> loads,
        TimeShift? shift
    ) =>
        [
            .. loads
                .Select(load => (load.Table.Name, ShiftOf(load)))
                .Where(moved => moved.Item2 is not null && moved.Item2 != shift)
                .Select(moved => (moved.Name, moved.Item2!)),
        ];

    private static TimeShift? ShiftOf(TableLoad load) =>
        load.Columns.Select(column => column.Conversion?.Shift).FirstOrDefault(shift => shift is not null);
}
