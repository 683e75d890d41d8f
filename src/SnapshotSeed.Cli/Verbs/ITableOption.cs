using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>Some of the tables, one by one.</summary>
internal interface ITableOption
{
    [Option(
        "table",
        Separator = ',',
        MetaValue = "T",
        HelpText = "One table to take or to load; may be given several times."
    )]
    IEnumerable<string> Table { get; set; }
}
