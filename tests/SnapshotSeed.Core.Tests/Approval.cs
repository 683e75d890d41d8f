using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Xunit.Sdk;

namespace SnapshotSeed.Core.Tests;

/// <summary>
/// Texts that people read or that PostgreSQL runs, pinned by files in the folder Approved. To accept a change, copy the
/// received file over the approved one.
/// </summary>
internal static class Approval
{
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the approved file without extension.</param>
    public static void Verify(string text, string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Approved");
        var approved = Path.Combine(folder, $"{name}.txt");
        var received = Path.Combine(folder, $"{name}.received.txt");
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        var actual = text.EndsWith('\n') ? text : text + "\n";
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(received, actual);
        throw new XunitException(
            $"Approved/{name}.txt does not say this; received: {received}\n{Difference(expected, actual)}"
        );
    }

    /// <summary>Removed lines with -, new ones with +, common ones with two spaces.</summary>
    private static string Difference(string expected, string actual) =>
        string.Join(
            '\n',
            InlineDiffBuilder
                .Diff(expected, actual, ignoreWhiteSpace: false)
                .Lines.Select(line => $"{Mark(line.Type)} {line.Text}")
        );

    private static char Mark(ChangeType type) =>
        type switch
        {
            ChangeType.Deleted => '-',
            ChangeType.Inserted => '+',
            _ => ' ',
        };
}
