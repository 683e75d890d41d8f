using SnapshotSeed.Problems;

namespace SnapshotSeed.Options.Declared;

/// <summary>What a file such as <c>snapshotseed.json</c> says, and the command line. The rest is null, or the default.</summary>
internal sealed record SnapshotConfiguration
{
    /// <summary>The name of the file if none is given.</summary>
    public const string FileName = "snapshotseed.json";

    /// <summary>The snapshot folder if none is given.</summary>
    public const string DefaultFolder = "fixtures/rdbms_init_from_demo";

    /// <summary>The database to read.</summary>
    public string? Source { get; init; }

    /// <summary>The database to write.</summary>
    public string? Target { get; init; }

    /// <summary>The snapshot folder.</summary>
    public string Snapshot { get; init; } = DefaultFolder;

    /// <summary>What to export.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>How to import.</summary>
    public ImportOptions Import { get; init; } = new();

    /// <summary>Reads the text of a file: JSON with comments and trailing commas.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file's name, for problems.</param>
    /// <param name="variable">Looks a variable up, which stands as <c>${NAME}</c> in addresses of databases.</param>
    /// <exception cref="SnapshotSeedException">
    /// The text is not JSON, or has unknown keys or values of another form: all problems together, each with its line.
    /// </exception>
    public static SnapshotConfiguration Parse(string text, string file, Func<string, string?> variable) =>
        new ConfigurationReader(file, variable).Read(JsonTree.Parse(text, file));
}
