using CommandLine;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>How the files of a snapshot are understood.</summary>
internal interface ISeedOptions
{
    [Option(
        "ids",
        MetaValue = "MODE",
        HelpText = "keep (the default): generated ids are loaded as they are; assign: they are labels, for which the "
            + "database assigns ids."
    )]
    string? Ids { get; set; }

    [Option(
        "null",
        MetaValue = "TEXT",
        HelpText = "What stands for NULL in a folder without a manifest. Default: \\N; \"\" means an empty field."
    )]
    string? Null { get; set; }

    [Option(
        "drift",
        MetaValue = "MODE",
        HelpText = "refuse (the default) a snapshot that does not fit the target's schema, or adapt: leave out tables and columns "
            + "that the target lacks, and cast values whose type changed."
    )]
    string? Drift { get; set; }

    [Option(
        "rebase-time",
        MetaValue = "now|DATE",
        HelpText = "Move every time of the snapshot by one amount, so that the newest becomes this moment (2026-11-27, or "
            + "2026-11-27T09:30Z)."
    )]
    string? RebaseTime { get; set; }

    /// <summary>What the command line says, and for the rest the configuration.</summary>
    ImportOptions SeedOptions(ImportOptions configured) =>
        configured with
        {
            AssignIds = Parse<IdMode>("ids", Ids) is { } ids ? ids == IdMode.Assign : configured.AssignIds,
            Null = Null ?? configured.Null,
            Adapt = Parse<DriftMode>("drift", Drift) is { } drift ? drift == DriftMode.Adapt : configured.Adapt,
            Rebase = RebaseTime is null ? configured.Rebase : Moment(RebaseTime),
        };

    private static TimeRebase Moment(string text)
    {
        try
        {
            return TimeRebase.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ToolException(
                Printable.Of($"--rebase-time {text}: {e.Message}"),
                "Leave the option out to load times as they are.",
                FailureKind.WrongUsage
            );
        }
    }

    /// <summary>One of the names of an enum, as a command line writes it.</summary>
    protected static T? Parse<T>(string option, string? text)
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
