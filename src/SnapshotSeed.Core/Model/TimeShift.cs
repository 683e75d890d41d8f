namespace SnapshotSeed.Model;

/// <summary>How far times shift. <c>Start</c> is the newest time before, in microseconds since 1970 in UTC.</summary>
internal sealed record TimeShift(long Microseconds, long Start, TableName Table, string Column)
{
    private const long PerDay = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    /// <summary>The calendar days between the newest time before and after, in UTC: the shift of dates.</summary>
    public int Days => (int)(DayOf(Start + Microseconds) - DayOf(Start));

    private string Newest => $"{Table}.{Column}";

    /// <summary>As an interval of PostgreSQL. In UTC a day has 24 hours.</summary>
    internal string Interval
    {
        get
        {
            var (days, rest) = Math.DivRem(Microseconds, PerDay);
            return FormattableString.Invariant($"{days} days {rest / 1_000_000m} seconds");
        }
    }

    /// <summary>As <c>366 days 02:00:00 forward, dates by 366 days; the newest was in orders.created_at</c>.</summary>
    public override string ToString()
    {
        var (days, rest) = Math.DivRem(Math.Abs(Microseconds), PerDay);
        var direction = Microseconds < 0 ? "back" : "forward";
        var time = TimeSpan.FromTicks(rest * TimeSpan.TicksPerMicrosecond);
        return FormattableString.Invariant(
            $"{days} days {time:hh\\:mm\\:ss} {direction}, dates by {Math.Abs(Days)} days; the newest was in {Newest}"
        );
    }

    private static long DayOf(long microseconds) => (long)Math.Floor((decimal)microseconds / PerDay);
}
