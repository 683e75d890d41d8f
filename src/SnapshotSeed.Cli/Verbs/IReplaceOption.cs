using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>Whether a snapshot of fewer tables may take the place of one of more.</summary>
internal interface IReplaceOption
{
    [Option("replace", HelpText = "Replace a snapshot that has tables which this export leaves out: their files go.")]
    bool Replace { get; set; }
}
