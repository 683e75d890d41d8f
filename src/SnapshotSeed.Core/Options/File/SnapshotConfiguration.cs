using SnapshotSeed.Problems;

namespace SnapshotSeed.Options.File;

/// <summary>What a file <c>snapshotseed.json</c> says. What it does not say is null, or the default.</summary>
internal sealed record SnapshotConfiguration
{
    /// <summary>The name of the file where none is given.</summary>
    public const string FileName = "snapshotseed.json";

    /// <summary>The database to read.</summary>
    public string? Source { get; init; }

    /// <summary>The database to write.</summary>
    public string? Target { get; init; }

    /// <summary>The snapshot folder.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What to take from the source.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>How to load the snapshot.</summary>
    public ImportOptions Import { get; init; } = new();

    /// <summary>Reads a file's text: JSON with comments and trailing commas.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="variable">
    /// Looks a variable up, which stands as <c>${NAME}</c> in the addresses of databases.
    /// </param>
    /// <exception cref="SnapshotSeedException">
    /// It is no JSON, has names that are not known or values of a wrong kind: all of them together, each with its line.
    /// </exception>
    public static SnapshotConfiguration Parse(string text, string file, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(variable);
        return new ConfigurationReader(file, variable).Read(JsonTree.Parse(text, file));
    }
}
