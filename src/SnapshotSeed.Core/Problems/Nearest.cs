namespace SnapshotSeed.Problems;

internal static class Nearest
{
    private const int MostMisspelt = 2;

    /// <summary>Ties go by name.</summary>
    public static string To(string name, IEnumerable<string> known) =>
        known.Order(StringComparer.Ordinal).MinBy(other => Distance(name, other))!;

    /// <summary>
    /// Whether a name is probably a misspelling of another one: one or two characters differ, and no digit. Names that
    /// differ in a number, such as those of months, are of different things.
    /// </summary>
    public static bool Resembles(string name, string other) =>
        Distance(name, other) <= Math.Clamp((name.Length + 1) / 3, 1, MostMisspelt)
        && name.Where(char.IsAsciiDigit).SequenceEqual(other.Where(char.IsAsciiDigit));

    /// <summary>The characters to insert, remove or replace, without regard to case (Levenshtein).</summary>
    public static int Distance(string a, string b)
    {
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var next = new int[b.Length + 1];
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced =
                    last[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                next[j] = Math.Min(replaced, 1 + Math.Min(last[j], next[j - 1]));
            }

            last = next;
        }

        return last[b.Length];
    }
}
