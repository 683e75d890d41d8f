using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>The way past the guard.</summary>
internal interface IAllowTargetOption
{
    [Option(
        "allow-target",
        MetaValue = "NAME",
        HelpText = "Write to the database of this name although the name has no part like test, dev, ci or local."
    )]
    string? AllowTarget { get; set; }
}
