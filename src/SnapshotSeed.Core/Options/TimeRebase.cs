using System.Globalization;

namespace SnapshotSeed.Options;

/// <summary>See <see cref="ImportOptions.RebaseTo"/>.</summary>
/// <param name="Moment">
/// The moment that the newest time becomes; null is the present. A verification for the present takes the amount from
/// the row that holds the newest time.
/// </param>
internal sealed record TimeRebase(DateTimeOffset? Moment)
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

    /// <summary>Reads <c>now</c>, a date or a moment in ISO 8601; without an offset it is in UTC.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static TimeRebase Parse(string text) =>
        text == "now" ? new(Moment: null)
        : DateTimeOffset.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? new(moment)
        : throw new FormatException("neither now, nor a date like 2026-11-27 or 2026-11-27T09:30Z");
}
