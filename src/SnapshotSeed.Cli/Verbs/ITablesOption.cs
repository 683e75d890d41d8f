using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>Some of the tables, in one list.</summary>
internal interface ITablesOption
{
    [Option(
        "tables",
        Separator = ',',
        MetaValue = "T,...",
        HelpText = "The tables to take, and the rows that theirs reference, or the tables to load. Default: all."
    )]
    IEnumerable<string> Tables { get; set; }
}
