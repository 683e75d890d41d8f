using System.Globalization;

namespace SnapshotSeed.Problems;

/// <summary>Numbers of things in messages.</summary>
internal static class Counted
{
    /// <summary>One <paramref name="noun"/>, or several: <c>1 row</c>, <c>2 rows</c>.</summary>
    public static string Of(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>The same with a verb for one and for several: <c>1 row is</c>, <c>2 rows are</c>.</summary>
    public static string Of(long number, string noun, string one, string several) =>
        $"{Of(number, noun)} {(number == 1 ? one : several)}";
}
