using System.Text;
using SnapshotSeed.Cli;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests;

/// <summary>
/// What is said about mistakes and mishaps, collected for an approved text: message and hint as the library words them,
/// the exit code, and what the tool words otherwise.
/// </summary>
/// <param name="isOfTheTool">Whether the tool alone says it: then its words are the only ones.</param>
internal sealed class FailureTranscript(bool isOfTheTool = false)
{
    private readonly StringBuilder text = new();
    private readonly List<(string Found, string Shown)> replacements = [];

    /// <summary>Shows a text that is another one at each run, such as a temporary folder, by a name.</summary>
    public FailureTranscript Showing(string found, string shown)
    {
        replacements.Add((found, shown));
        return this;
    }

    /// <summary>What has to throw.</summary>
    public FailureTranscript Of(string mistake, Action act) => Of(mistake, Assert.ThrowsAny<Exception>(act));

    /// <summary>What has to throw.</summary>
    public async Task OfAsync(string mistake, Func<Task> act) =>
        Of(mistake, await Assert.ThrowsAnyAsync<Exception>(act));

    public FailureTranscript Of(string mistake, Exception exception)
    {
        var told = Failure.Of(exception, isCancelled: false, ServerFailure.NothingChanged);
        Head($"{mistake}: exit code {told.ExitCode}");
        var (message, hint) = exception is SnapshotSeedException e ? (e.Message, e.Hint) : (told.Message, told.Hint);
        Line("error", message);
        if (hint.Length > 0)
            Line("hint", hint);
        if (!isOfTheTool && told.Message != message)
            Line("error of the tool", told.Message);
        if (!isOfTheTool && $"{told.Hint} {told.Note}".TrimEnd() != hint)
            Line("hint of the tool", $"{told.Hint} {told.Note}".TrimEnd());
        if (isOfTheTool && told.Note.Length > 0)
            Line("note", told.Note);
        return this;
    }

    /// <summary>A text under a heading.</summary>
    public FailureTranscript Text(string of, string said)
    {
        Head(of);
        text.Append(said).Append('\n');
        return this;
    }

    public override string ToString() =>
        replacements.Aggregate(
            text.ToString(),
            (said, one) => said.Replace(one.Found, one.Shown, StringComparison.Ordinal)
        );

    private void Head(string of) => text.Append(text.Length == 0 ? "# " : "\n# ").Append(of).Append('\n');

    private void Line(string kind, string said) => text.Append(kind).Append(": ").Append(said).Append('\n');
}
