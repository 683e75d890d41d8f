using System.Text.RegularExpressions;

namespace SnapshotSeed.Cli;

/// <summary>Hides too much rather than too little: a URL may stand where a word was expected.</summary>
internal static partial class Credentials
{
    /// <summary>Leaves out the user part of URLs and the passwords of connection strings.</summary>
    public static string Hide(string text) => Password().Replace(UserOfUrl().Replace(text, "$1…"), "$1=…");

    public static string HideWord(string word) => MayBeIn(word) ? "…" : word;

    /// <summary>Whether a password may be, or begin, in a word of a command line.</summary>
    public static bool MayBeIn(string word) => word.Contains('@', StringComparison.Ordinal) || Hide(word) != word;

    // To the last @ of the line: a password may hold an unescaped @, slash, question mark or blank. Without any, the
    // blank may have ended the word within the password. In a path the system has made one slash of the two.
    [GeneratedRegex(@"(?>(:/+))(?:.*@|\S+)")]
    private static partial Regex UserOfUrl();

    // To the end of the line: a password may hold any separator, quoted or not.
    [GeneratedRegex(@"\b(\w*pass\w*|pwd)\s*=.*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
