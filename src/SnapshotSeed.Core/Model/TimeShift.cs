namespace SnapshotSeed.Model;

/// <summary>How far the times of a snapshot move.</summary>
/// <param name="Microseconds">Moments move by so much.</param>
/// <param name="Days">Dates move by so many whole days: as many as the calendar has between the newest moment, in UTC, before and after.</param>
/// <param name="Table">The table with the newest time.</param>
/// <param name="Column">Its column.</param>
internal sealed record TimeShift(long Microseconds, int Days, TableName Table, string Column)
{
    private const long PerDay = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    /// <summary>How far moments move, as PostgreSQL's interval takes it: in UTC a day has 24 hours.</summary>
    internal string Interval
    {
        get
        {
            var (days, rest) = Math.DivRem(Microseconds, PerDay);
            return FormattableString.Invariant($"{days} days {rest / 1_000_000m} seconds");
        }
    }

    /// <summary>Reads as <c>366 days 02:00:00 on, dates 366 days; the newest was in orders.created_at</c>.</summary>
    public override string ToString()
    {
        var (days, rest) = Math.DivRem(Math.Abs(Microseconds), PerDay);
        var time = TimeSpan.FromTicks(rest * TimeSpan.TicksPerMicrosecond);
        return FormattableString.Invariant(
            $"{days} days {time:hh\\:mm\\:ss} {(Microseconds < 0 ? "back" : "forward")}, dates by {Math.Abs(Days)} days; the newest was in {Table}.{Column}"
        );
    }
}
