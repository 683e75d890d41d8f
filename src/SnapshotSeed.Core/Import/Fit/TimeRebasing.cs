using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Fit;

/// <summary>Moves the times of a snapshot: finds the newest, and by how much it is to move.</summary>
internal sealed class TimeRebasing(Session session, ImportTarget target)
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private readonly ShiftedColumns columns = ShiftedColumns.Of(target.Time, target.Catalog);

    /// <exception cref="SnapshotSeedException">Values are no times.</exception>
    public async Task<FittedSnapshot> ToAsync(
        FittedSnapshot snapshot,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var all = await NewestAsync(snapshot, cancellationToken);
        if (all.Find(Counts) is not { } newest)
            return snapshot;
        if (target.Time.Newest.IsEmpty)
            FutureTimes.Refuse(
                [.. all.Where(Counts).Select(time => (time.Load.Table.Name, time.Column, time.Microseconds))],
                target.Time.Rebase?.Moment is null ? Microseconds(now) : null
            );
        return Moved(snapshot, newest, Microseconds(target.Time.Rebase?.Moment ?? now) - newest.Microseconds);
    }

    /// <summary>Moves times as far as they are moved in most rows with a column's newest time, else to now.</summary>
    /// <exception cref="SnapshotSeedException">Values are no times.</exception>
    public async Task<FittedSnapshot> AsFoundAsync(
        FittedSnapshot snapshot,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var newest = await NewestAsync(snapshot, cancellationToken);
        if (newest.Find(Counts) is not { } first)
            return snapshot;
        var moments = newest.FindAll(time => !TimeSql.IsDate(time.Load.Table.Column(time.Column)));
        var distances = await DistancesAsync(moments.Count > 0 ? moments : newest, cancellationToken);
        var distance = distances
            .GroupBy(found => found)
            .OrderByDescending(same => same.Count())
            .ThenByDescending(same => same.Key)
            .FirstOrDefault()
            ?.Key;
        return Moved(snapshot, first, distance ?? (Microseconds(now) - first.Microseconds));
    }

    private bool Counts(NewestTime newest) => columns.Counts(newest.Load.Table, newest.Column);

    private static long Microseconds(DateTimeOffset moment) => (moment - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The newest time of each column, the newest of all first.</summary>
    private async Task<List<NewestTime>> NewestAsync(FittedSnapshot snapshot, CancellationToken cancellationToken)
    {
        var found = new List<NewestTime>();
        foreach (var fitted in snapshot.Tables.Where(fitted => fitted.File.Content.Rows > 0))
        {
            if (target.Catalog.Find(fitted.File.Name) is not { } table)
                continue;
            var names = columns.In(fitted.File, table).Where(name => TimeSql.IsSingle(table.Column(name))).ToList();
            if (names.Count > 0)
                found.AddRange(await NewestAsync(fitted, table, names, cancellationToken));
        }

        return
        [
            .. found
                .OrderByDescending(newest => newest.Microseconds)
                .ThenBy(newest => newest.Load.Table.Name)
                .ThenBy(newest => newest.Column, StringComparer.Ordinal),
        ];
    }

    private async Task<List<NewestTime>> NewestAsync(
        FittedTable fitted,
        Table table,
        List<string> names,
        CancellationToken cancellationToken
    )
    {
        var rows = await fitted.File.ReadRowsAsync(cancellationToken);
        var load = target.Load(fitted) with { Columns = FileColumn.Of(fitted, table, names) };
        var check = new RowCheck(session, load, rows.Of(names), new IdMaps());
        var attempt = await session.TryAsync(
            () =>
                session.RowsAsync(
                    NewestSql(check, names.Count),
                    reader => (Column: reader.GetInt32(0), Microseconds: reader.GetInt64(1), Row: reader.GetInt64(2)),
                    cancellationToken
                ),
            cancellationToken
        );
        if (attempt.Refusal is { } refusal)
        {
            var bad = await BadValues.FindAsync(check, cancellationToken);
            throw bad.Count == 0
                ? refusal
                : SnapshotSeedException.ForRows("times cannot be moved", bad, "Correct the lines named.", refusal);
        }

        return attempt.Answer!.ConvertAll(newest => new NewestTime(
            target.Load(fitted),
            rows.At([newest.Row]),
            names[newest.Column],
            newest.Microseconds
        ));
    }

    /// <summary>Of each column, from 0: the newest time, and the first row that has it.</summary>
    private static Sql NewestSql(RowCheck check, int count) =>
        Sql.UnionAll(
            Enumerable
                .Range(0, count)
                .Select(
                    Sql (i) =>
                        $"""
                            (SELECT {i}, t.moment, t.line
                            FROM (
                                SELECT s.line, {TimeSql.Microseconds($"s.{FileRowsSql.Name(i)}")} AS moment
                                FROM (
                                    {check.Source}) s) t
                            WHERE t.moment IS NOT NULL
                            ORDER BY t.moment DESC, t.line
                            LIMIT 1)
                            """
                )
        );

    private async Task<List<long>> DistancesAsync(List<NewestTime> times, CancellationToken cancellationToken)
    {
        var found = times.FindAll(time =>
            time.Load.Key?.Columns.Any(name => TimeSql.Moves(time.Load.Table.Column(name))) == false
        );

        // A key may hold labels, which are no values of its types.
        if (await StoredAsync(found, cancellationToken) is { } stored)
            return stored;
        var distances = new List<long>();
        foreach (var time in found)
            distances.AddRange(await StoredAsync([time], cancellationToken) ?? []);
        return distances;
    }

    /// <returns>Null where values are none of their types.</returns>
    private async Task<List<long>?> StoredAsync(List<NewestTime> times, CancellationToken cancellationToken)
    {
        var attempt = await session.TryAsync(
            async () =>
            {
                var batch = session.NewBatch();
                var stored = times.ConvertAll(time => batch.Rows(StoredSql(time), DistanceFrom(time)));
                if (times.Count > 0)
                    await batch.SendAsync(cancellationToken);
                return stored.ConvertAll(rows => rows.Value);
            },
            cancellationToken
        );
        return attempt.Answer is { } answers
            ? [.. answers.Where(rows => rows is [not null]).Select(rows => rows[0]!.Value)]
            : null;

        static Func<Npgsql.NpgsqlDataReader, long?> DistanceFrom(NewestTime time) =>
            reader => reader.IsDBNull(0) ? null : reader.GetInt64(0) - time.Microseconds;
    }

    private static Sql StoredSql(NewestTime time)
    {
        var key = time.Load.Key!;
        var load = time.Load with
        {
            Columns = [.. key.Columns.Select(name => time.Load.Columns[time.Load.IndexOf(name)])],
        };
        return $"""
            SELECT {TimeSql.Microseconds($"t.{new Identifier(time.Column)}")}
            FROM (
                {FileRowsSql.FromParameters(load, time.Row.Of(key.Columns), new IdMaps())}) s
            JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, key)}
            """;
    }

    private FittedSnapshot Moved(FittedSnapshot snapshot, NewestTime newest, long microseconds)
    {
        var shift = new TimeShift(microseconds, newest.Microseconds, newest.Load.Table.Name, newest.Column);
        return snapshot with { Shift = shift, Tables = [.. snapshot.Tables.Select(fitted => Moved(fitted, shift))] };
    }

    private FittedTable Moved(FittedTable fitted, TimeShift shift) =>
        target.Catalog.Find(fitted.File.Name) is { } table
            ? columns
                .In(fitted.File, table)
                .Aggregate(fitted, (moved, name) => moved.With(name, known => known with { Shift = shift }))
            : fitted;

    /// <summary>Microseconds count from 1970. The load is not moved; the row is the one that has the time.</summary>
    private sealed record NewestTime(TableLoad Load, TsvRows Row, string Column, long Microseconds);
}
