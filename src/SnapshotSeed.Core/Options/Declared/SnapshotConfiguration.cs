using SnapshotSeed.Problems;

namespace SnapshotSeed.Options.Declared;

/// <summary>What a file such as <c>snapshotseed.json</c> says, and the command line. The rest is null, or the default.</summary>
internal sealed record SnapshotConfiguration
{
    public const string FileName = "snapshotseed.json";

    public const string DefaultFolder = "fixtures/rdbms_init_from_demo";

    public string? Source { get; init; }

    public string? Target { get; init; }

    public string Snapshot { get; init; } = DefaultFolder;

    public ExportOptions Export { get; init; } = new();

    public ImportOptions Import { get; init; } = new();

    /// <summary>JSON with comments and trailing commas. Variables stand as <c>${NAME}</c> in addresses.</summary>
    /// <exception cref="SnapshotSeedException">All problems together, each with its line.</exception>
    public static SnapshotConfiguration Parse(string text, string file, Func<string, string?> variable) =>
        new ConfigurationReader(file, variable).Read(JsonTree.Parse(text, file));
}
