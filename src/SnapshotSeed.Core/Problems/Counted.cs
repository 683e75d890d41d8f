using System.Globalization;

namespace SnapshotSeed.Problems;

internal static class Counted
{
    /// <summary>Reads as <c>1 row</c> or <c>2 rows</c>.</summary>
    public static string Of(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>Reads as <c>1 row is</c> or <c>2 rows are</c>.</summary>
    public static string Of(long number, string noun, string one, string several) =>
        $"{Of(number, noun)} {(number == 1 ? one : several)}";
}
