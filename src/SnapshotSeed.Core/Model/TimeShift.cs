namespace SnapshotSeed.Model;

/// <summary>How far the times of a snapshot are shifted.</summary>
/// <param name="Microseconds">The shift of timestamps.</param>
/// <param name="Days">
/// The shift of dates, in whole days: the days in the calendar between the newest timestamp before and after, in UTC.
/// </param>
/// <param name="Table">The table with the newest time.</param>
/// <param name="Column">The column with the newest time.</param>
internal sealed record TimeShift(long Microseconds, int Days, TableName Table, string Column)
{
    private const long PerDay = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    private string Newest => $"{Table}.{Column}";

    /// <summary>The shift of timestamps as an interval of PostgreSQL. In UTC a day has 24 hours.</summary>
    internal string Interval
    {
        get
        {
            var (days, rest) = Math.DivRem(Microseconds, PerDay);
            return FormattableString.Invariant($"{days} days {rest / 1_000_000m} seconds");
        }
    }

    /// <summary>
    /// Reads as <c>366 days 02:00:00 forward, dates by 366 days; the newest was in orders.created_at</c>.
    /// </summary>
    public override string ToString()
    {
        var (days, rest) = Math.DivRem(Math.Abs(Microseconds), PerDay);
        var direction = Microseconds < 0 ? "back" : "forward";
        var time = TimeSpan.FromTicks(rest * TimeSpan.TicksPerMicrosecond);
        return FormattableString.Invariant(
            $"{days} days {time:hh\\:mm\\:ss} {direction}, dates by {Math.Abs(Days)} days; the newest was in {Newest}"
        );
    }
}
