namespace SnapshotSeed.Model;

/// <summary>Dates shift by the calendar days between the newest timestamp before and after, in UTC.</summary>
internal sealed record TimeShift(long Microseconds, int Days, TableName Table, string Column)
{
    private const long PerDay = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

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
}
