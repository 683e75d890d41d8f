using System.Text.RegularExpressions;

namespace SnapshotSeed.Cli;

/// <summary>Keeps passwords out of messages that repeat what was typed: a URL may stand where a word was expected.</summary>
internal static partial class Credentials
{
    /// <summary>The text with the user part of URLs and the passwords of connection strings left out.</summary>
    public static string Hide(string text) => Password().Replace(UserOfUrl().Replace(text, "://…"), "$1=…");

    // Up to the last @ of the word: an unescaped @ may be part of the password, and so may a slash or a question mark.
    [GeneratedRegex(@"://\S*@")]
    private static partial Regex UserOfUrl();

    [GeneratedRegex(@"\b(pass\w*|pwd)\s*=\s*[^;&\s]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
