using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>The database to read.</summary>
internal interface ISourceOption
{
    [Option(
        "source",
        MetaValue = "URL",
        HelpText = "The database to read: postgresql://user@host:port/database, or an Npgsql connection string. "
            + "Default: DATABASE_URL_DEMO."
    )]
    string? Source { get; set; }
}
