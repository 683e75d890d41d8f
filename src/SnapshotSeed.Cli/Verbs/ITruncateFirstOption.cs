using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>Whether the import begins with empty tables.</summary>
internal interface ITruncateFirstOption
{
    [Option("truncate-first", HelpText = "Empty the tables first: exactly those that are loaded, never by CASCADE.")]
    bool TruncateFirst { get; set; }
}
