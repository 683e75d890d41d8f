using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>The folder.</summary>
internal interface ISnapshotOption
{
    const string DefaultFolder = "fixtures/rdbms_init_from_demo";

    [Option("snapshot", MetaValue = "DIR", HelpText = $"The snapshot folder. Default: {DefaultFolder}.")]
    string? Snapshot { get; set; }
}
