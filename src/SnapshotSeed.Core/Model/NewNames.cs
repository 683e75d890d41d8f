using System.Collections.Immutable;
using System.Globalization;

namespace SnapshotSeed.Model;

/// <summary>Names that are new in a target and so may be the new name of what the target lacks.</summary>
internal static class NewNames
{
    private const int MostNamed = 3;

    /// <summary>Reads as <c> (display_name is new there; probably renamed)</c>; empty without names.</summary>
    public static string InWords(ImmutableArray<string> names)
    {
        if (names.IsEmpty)
            return "";
        var more = names.Length - MostNamed;
        var list = string.Join(", ", names.Take(MostNamed));
        var rest = more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "";
        return $" ({list}{rest} {(names.Length == 1 ? "is" : "are")} new there; probably renamed)";
    }
}
