using System.Text;

namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>The difference between two folders, or two texts, as a message that shows where to look.</summary>
internal static class FolderDifference
{
    private const int Context = 2;

    public static void AssertNone(string expected, string received)
    {
        if (Describe(expected, received) is { } difference)
            Assert.Fail(difference);
    }

    /// <summary>That the files of tables are equal byte for byte; the manifests may differ.</summary>
    public static void AssertSameRows(string expected, string received)
    {
        if (Describe(expected, received, file => file.EndsWith(".tsv", StringComparison.Ordinal)) is { } difference)
            Assert.Fail(difference);
    }

    /// <summary>The first difference in each file, or null where the folders are equal byte for byte.</summary>
    public static string? Describe(string expected, string received) => Describe(expected, received, _ => true);

    private static string? Describe(string expected, string received, Func<string, bool> counts)
    {
        var message = new StringBuilder();
        foreach (var file in Files(expected).Union(Files(received)).Where(counts).Order(StringComparer.Ordinal))
        {
            var (old, fresh) = (Path.Combine(expected, file), Path.Combine(received, file));
            if (!File.Exists(old))
                message.Append($"+ {file} is new\n");
            else if (!File.Exists(fresh))
                message.Append($"- {file} is missing\n");
            else if (!File.ReadAllBytes(old).AsSpan().SequenceEqual(File.ReadAllBytes(fresh)))
                message.Append(Describe(file, File.ReadAllText(old), File.ReadAllText(fresh)));
        }

        return message.Length == 0 ? null : message.ToString();
    }

    /// <summary>The first differing line of two texts, with the lines before it.</summary>
    public static string? Describe(string name, string expected, string received)
    {
        if (expected == received)
            return null;
        var (old, fresh) = (expected.Split('\n'), received.Split('\n'));
        var line = 0;
        while (line < old.Length && line < fresh.Length && old[line] == fresh[line])
            line++;
        var message = new StringBuilder($"--- {name} (expected)\n+++ {name} (received)\n@@ line {line + 1} @@\n");
        for (var i = Math.Max(0, line - Context); i < line; i++)
            message.Append($"  {old[i]}\n");
        message.Append(line < old.Length ? $"- {old[line]}\n" : "- (the end)\n");
        message.Append(line < fresh.Length ? $"+ {fresh[line]}\n" : "+ (the end)\n");
        return message.ToString();
    }

    public static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!)
            : [];
}
