using System.Globalization;

namespace SnapshotSeed.Problems;

/// <summary>Escapes control characters in text from databases, which a terminal would obey.</summary>
internal static class Printable
{
    /// <summary>Writes control characters as JSON does: <c>\n</c>, <c>\t</c>, <c>\u001b</c>.</summary>
    public static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(Escape)) : text;

    /// <summary>Keeps line breaks and escapes all other control characters.</summary>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(Of));

    private static string Escape(char c) =>
        c switch
        {
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
            _ => c.ToString(),
        };
}
