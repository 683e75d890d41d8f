using CommandLine;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>How a snapshot is loaded.</summary>
internal interface ILoadingOptions : ISeedOptions
{
    [Option(
        "on-conflict",
        MetaValue = "MODE",
        HelpText = "What to do with a row that is there already: skip (the default), update where it differs, or fail."
    )]
    string? OnConflict { get; set; }

    [Option(
        "keep-going",
        HelpText = "Keep out only the tables that fail, and rows whose parents are missing, and load the rest; exit code 1."
    )]
    bool KeepGoing { get; set; }

    /// <summary>What the command line says, and for the rest the configuration.</summary>
    ImportOptions ImportOptions(ImportOptions configured) =>
        SeedOptions(configured) with
        {
            OnConflict = Parse<ConflictMode>("on-conflict", OnConflict) ?? configured.OnConflict,
            KeepGoing = KeepGoing,
        };
}
