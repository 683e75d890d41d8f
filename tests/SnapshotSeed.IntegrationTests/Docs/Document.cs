using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace SnapshotSeed.IntegrationTests.Docs;

/// <summary>A page of the documentation.</summary>
/// <param name="Name">Its path in the repository.</param>
internal sealed partial record Document(string Name)
{
    private readonly string text = File.ReadAllText(Repository.At(Name)).ReplaceLineEndings("\n");

    /// <summary>README and the pages in docs.</summary>
    public static ImmutableArray<Document> OfUsers =>
        [
            new("README.md"),
            .. Directory
                .EnumerateFiles(Repository.At("docs"), "*.md")
                .Select(path => Path.GetRelativePath(Repository.Root, path))
                .Order(StringComparer.Ordinal)
                .Select(path => new Document(path)),
        ];

    /// <summary>The blocks of code whose first line is <c>```sh</c> or the like, in order.</summary>
    public IEnumerable<CodeBlock> Blocks =>
        Fence()
            .Matches(text)
            .Select(match => new CodeBlock(
                match.Groups["language"].Value,
                match.Groups["argument"].Value,
                match.Groups["code"].Value
            ));

    /// <summary>How many lines begin or end a block, whatever follows.</summary>
    public int Fences => text.Split('\n').Count(line => line.TrimStart().StartsWith("```", StringComparison.Ordinal));

    /// <summary>Where the links in its prose lead.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(match => match.Groups["target"].Value);

    /// <summary>What a link may have behind #, as hosts of repositories make it from headings.</summary>
    public IEnumerable<string> Anchors =>
        Heading()
            .Matches(Prose)
            .Select(match => match.Groups["title"].Value.ToLowerInvariant())
            .Select(title => NotInAnchors().Replace(title, "").Replace(' ', '-'));

    private string Prose => Fence().Replace(text, "");

    [GeneratedRegex(
        @"^```(?<language>\w+)(?: (?<argument>\S+))?\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
