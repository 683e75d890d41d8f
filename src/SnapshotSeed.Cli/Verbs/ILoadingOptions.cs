using CommandLine;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>How a snapshot is loaded.</summary>
internal interface ILoadingOptions
{
    [Option(
        "on-conflict",
        MetaValue = "MODE",
        HelpText = "What to do with a row that is there already: skip (the default), update where it differs, or fail."
    )]
    string? OnConflict { get; set; }

    [Option(
        "ids",
        MetaValue = "MODE",
        HelpText = "keep (the default): generated ids are loaded as they are; assign: they are labels, for which the "
            + "database assigns ids."
    )]
    string? Ids { get; set; }

    [Option(
        "keep-going",
        HelpText = "Keep out only the tables that fail, and rows whose parents are missing, and load the rest; exit code 1."
    )]
    bool KeepGoing { get; set; }

    [Option(
        "null",
        MetaValue = "TEXT",
        HelpText = "What stands for NULL in a folder without a manifest. Default: \\N; \"\" means an empty field."
    )]
    string? Null { get; set; }

    /// <summary>What the command line says, and for the rest the configuration.</summary>
    ImportOptions ImportOptions(ImportOptions configured) =>
        configured with
        {
            OnConflict = Parse<ConflictMode>("on-conflict", OnConflict) ?? configured.OnConflict,
            Ids = Parse<IdMode>("ids", Ids) ?? configured.Ids,
            Null = Null ?? configured.Null,
            KeepGoing = KeepGoing,
        };

    /// <summary>One of the names of an enum, as a command line writes it.</summary>
    private static T? Parse<T>(string option, string? text)
        where T : struct, Enum
    {
        if (text is null)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Name(value) == text)
                return value;
        }

        throw new ToolException(
            Printable.Of($"--{option} {text}: not known"),
            $"It takes one of: {string.Join(", ", Enum.GetValues<T>().Select(Name))}.",
            FailureKind.WrongUsage
        );
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
