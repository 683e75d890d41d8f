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

    /// <summary>The lines of the longest common part with two spaces, removed ones with -, new ones with +.</summary>
    private static string Difference(string expected, string actual)
    {
        var (old, now) = (expected.Split('\n'), actual.Split('\n'));
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] =
                    old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<string>();
        for (int i = 0, j = 0; i < old.Length || j < now.Length; )
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add("  " + old[i++]);
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add("- " + old[i++]);
            }
            else
            {
                lines.Add("+ " + now[j++]);
            }
        }

        return string.Join('\n', lines);
    }
}
