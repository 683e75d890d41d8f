using System.Text;

namespace SnapshotSeed.IntegrationTests;

/// <summary>A folder of TSV files as somebody writes them by hand.</summary>
internal static class HandWritten
{
    /// <summary>Writes files in a notation that shows tabs as blanks: a table's name behind #, its header, its rows.</summary>
    public static void Write(string folder, string text)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in text.Split('#', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var lines = file.Split('\n').Select(line => line.Trim().Replace(' ', '\t').Replace('_', ' ')).ToList();
            File.WriteAllText(
                Path.Combine(folder, $"{lines[0].Replace(' ', '_')}.tsv"),
                string.Join('\n', lines.Skip(1).Select((line, i) => i == 0 ? line.Replace(' ', '_') : line)) + "\n",
                new UTF8Encoding(false)
            );
        }
    }
}
