using System.Text.RegularExpressions;

namespace SnapshotSeed.Core.Tests;

/// <summary>
/// The names, places and numbers in a text, whatever the words around them: those are approved in one place, and no
/// other test stands in the way of better ones.
/// </summary>
internal static class TextAssert
{
    /// <summary>Each of them stands in the text, and as a whole: 1 is not in 10, nor users in all_users.</summary>
    public static void Contains(string text, params string[] facts) =>
        Assert.All(facts, fact => Assert.True(IsIn(text, fact), $"{fact} is not in: {text}"));

    /// <summary>None of them stands in the text.</summary>
    public static void DoesNotContain(string text, params string[] facts) =>
        Assert.All(facts, fact => Assert.False(IsIn(text, fact), $"{fact} is in: {text}"));

    private static bool IsIn(string text, string fact) =>
        Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(fact)}(?!\w)", RegexOptions.CultureInvariant);
}
