using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>The folder.</summary>
internal interface ISnapshotOption
{
    const string DefaultFolder = "fixtures/rdbms_init_from_demo";

    [Option("snapshot", Default = DefaultFolder, MetaValue = "DIR", HelpText = "The snapshot folder.")]
    string Snapshot { get; set; }
}
