using System.Globalization;

namespace SnapshotSeed.Options;

/// <summary>What the newest time of a snapshot becomes: <c>TimeRebase.Now</c> or <c>TimeRebase.To(moment)</c>.</summary>
public sealed record TimeRebase
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFK",
    ];

    private TimeRebase(DateTimeOffset? moment) => Moment = moment;

    /// <summary>
    /// The present, which <see cref="ImportOptions.Clock"/> tells. A verification takes the amount from the row that holds
    /// the newest time.
    /// </summary>
    public static TimeRebase Now { get; } = new((DateTimeOffset?)null);

    /// <summary>The moment; null is the present.</summary>
    public DateTimeOffset? Moment { get; }

    /// <summary>A moment.</summary>
    /// <param name="moment">The moment.</param>
    public static TimeRebase To(DateTimeOffset moment) => new(moment);

    /// <summary>Reads <c>now</c>, a date or a moment in ISO 8601; without an offset it is in UTC.</summary>
    /// <exception cref="FormatException">The text has none of these forms.</exception>
    internal static TimeRebase Parse(string text) =>
        text == "now" ? Now
        : DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? new(moment)
        : throw new FormatException("now, a date such as 2026-11-27, or a time such as 2026-11-27T09:30Z");
}
