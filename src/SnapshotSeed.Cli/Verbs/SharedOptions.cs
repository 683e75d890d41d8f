using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

// The options that several verbs have, declared once: the parser finds them in the interfaces of a verb.

/// <summary>The database to read.</summary>
internal interface ISourceOption
{
    [Option(
        "source",
        MetaValue = "URL",
        HelpText = "The database to read: postgresql://user@host:port/database, or an Npgsql connection string. Default: DATABASE_URL_DEMO."
    )]
    string? Source { get; set; }
}

/// <summary>The database that holds, or is to hold, the snapshot.</summary>
internal interface ITargetOption
{
    [Option(
        "target",
        MetaValue = "URL",
        HelpText = "The test database: postgresql://user@host:port/database, or an Npgsql connection string. Default: DATABASE_URL_TEST."
    )]
    string? Target { get; set; }
}

/// <summary>The folder.</summary>
internal interface ISnapshotOption
{
    const string DefaultFolder = "fixtures/rdbms_init_from_demo";

    [Option("snapshot", Default = DefaultFolder, MetaValue = "DIR", HelpText = "The snapshot folder.")]
    string Snapshot { get; set; }
}

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

/// <summary>Whether the import begins with empty tables.</summary>
internal interface ITruncateFirstOption
{
    [Option("truncate-first", HelpText = "Empty the tables first: exactly those that are loaded, never by CASCADE.")]
    bool TruncateFirst { get; set; }
}

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
