using CommandLine;
using SnapshotSeed.Options;

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

    [Option(
        "migration",
        MetaValue = "MODE",
        HelpText = "Where snapshot and target are at different migrations: warn (the default), require that they are the same, or "
            + "ignore."
    )]
    string? Migration { get; set; }

    [Option(
        "stamp-migration",
        MetaValue = "[VERSION]",
        HelpText = "Write the snapshot's migrations, or those up to VERSION, into the table of their tool in the target; make the "
            + "table where it is missing."
    )]
    string? StampMigration { get; set; }

    /// <summary>What the command line says, and for the rest the configuration.</summary>
    ImportOptions ImportOptions(ImportOptions configured) =>
        SeedOptions(configured) with
        {
            OnConflict = Parse<ConflictMode>("on-conflict", OnConflict) ?? configured.OnConflict,
            KeepGoing = KeepGoing,
            Migration = Parse<MigrationMode>("migration", Migration) ?? configured.Migration,
            Stamp = StampMigration is not null,
            StampVersion = StampMigration is { Length: > 0 } version ? version : null,
        };
}
