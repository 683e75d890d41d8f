using System.Globalization;

namespace SnapshotSeed.Problems;

/// <summary>Text of the databases' own for a terminal, which would obey the control characters in it. Pure.</summary>
internal static class Printable
{
    /// <summary>The text with its control characters written as in JSON: <c>\n</c>, <c>\t</c>, <c>\u001b</c>.</summary>
    public static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(Escape)) : text;

    /// <summary>As <see cref="Of"/>, for a text of several lines.</summary>
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
