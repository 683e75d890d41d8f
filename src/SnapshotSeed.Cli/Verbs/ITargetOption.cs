using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>The database that holds, or is to hold, the snapshot.</summary>
internal interface ITargetOption
{
    [Option(
        "target",
        MetaValue = "URL",
        HelpText = "The test database: postgresql://user@host:port/database, or an Npgsql connection string. "
            + "Default: DATABASE_URL_TEST."
    )]
    string? Target { get; set; }
}
