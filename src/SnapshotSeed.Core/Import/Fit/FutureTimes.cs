using System.Text.RegularExpressions;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Fit;

/// <summary>
/// Tells times that have happened from ends that lie ahead, such as <c>not_after</c>. If an end became the present, all that
/// has happened would move into the past. Pure.
/// </summary>
internal static partial class FutureTimes
{
    // Clocks differ by less, and what happens may end a little later.
    private const long Day = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    private const int MostNamed = 5;

    /// <param name="newest">The newest time of each column that counts, in microseconds since 1970, the newest of all first.</param>
    /// <param name="now">The present in the same unit, where the newest time is to become it; else null.</param>
    /// <exception cref="SnapshotSeedException">
    /// The newest time is an end, and lies ahead of all times that have happened; or it lies ahead of the present.
    /// </exception>
    public static void Refuse(IReadOnlyList<(TableName Table, string Column, long Microseconds)> newest, long? now)
    {
        var first = newest[0];
        var clock = newest.Where(time => !IsEnd(time.Column)).Select(time => (long?)time.Microseconds).FirstOrDefault();
        var isAheadOfRows = IsEnd(first.Column) && clock is { } happened && first.Microseconds - happened > Day;
        var isAheadOfNow = now is { } present && first.Microseconds - present > Day;
        if (!isAheadOfRows && !isAheadOfNow)
            return;
        var candidates = newest
            .Where(time => !IsEnd(time.Column) && (now is null || time.Microseconds - now <= Day))
            .Select(time => $"{time.Table}.{time.Column}")
            .ToList();
        throw new SnapshotSeedException(
            $"times cannot be moved: the newest time is in {first.Table}.{first.Column}, which holds future times",
            candidates.Count == 0
                ? (MessageTemplate)
                    $"List the columns of past events in {Setting.TimeNewest}, as table.column, or import without {Setting.Rebase}."
                : $"List the columns of past events in {Setting.TimeNewest}, such as {Named(candidates)}.",
            FailureKind.WrongUsage
        )
        {
            IsNothingWritten = true,
        };
    }

    private static string Named(List<string> candidates) =>
        string.Join(", ", candidates.Take(MostNamed))
        + (
            candidates.Count > MostNamed ? FormattableString.Invariant($" and {candidates.Count - MostNamed} more") : ""
        );

    private static bool IsEnd(string column) => EndPattern().IsMatch(column);

    /// <summary>Words of a name, split at underscores and capitals, that speak of what is to come.</summary>
    [GeneratedRegex(
        "(?:^|_|(?<=[a-z0-9])(?=[A-Z]))"
            + "(?i:after|until|till|through|to|due|deadline|starts|ends?|expires?|expiry|expiration|eta|next|planned|"
            + "scheduled?|renewal|renews?|forecast|target)"
            + "(?=_|$|[A-Z0-9])"
    )]
    private static partial Regex EndPattern();
}
