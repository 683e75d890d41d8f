using System.Reflection;
using CommandLine;
using CommandLine.Text;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>The command line: which verb, with which options, or what to answer instead.</summary>
internal static class CommandLineReader
{
    private static readonly Type[] Verbs =
    [
        typeof(ExportVerb),
        typeof(ImportVerb),
        typeof(VerifyVerb),
        typeof(RefreshVerb),
        typeof(PlanVerb),
        typeof(CheckVerb),
        typeof(InitVerb),
    ];

    private const string MayStandAlone = "--stamp-migration";

    /// <summary>The verb to run; null where help or an error was written, with the exit code for it.</summary>
    public static (CommonOptions? Verb, int ExitCode) Read(
        IEnumerable<string> arguments,
        TextWriter output,
        TextWriter errors
    )
    {
        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = null;
            settings.AllowMultiInstance = true;
            settings.CaseSensitive = true;
        });
        var given = WithEmptyValues(WithHelpFirst([.. arguments]));
        var result = parser.ParseArguments(given, Verbs);
        if (result is Parsed<object> { Value: CommonOptions verb })
        {
            if (WithoutValue(given, verb) is { } option)
                return (null, Refuse($"option {option} needs a value", errors));
            var rest = verb.Rest.Skip(verb.Words).ToList();
            return rest.Count == 0 ? (verb, ExitCode.Done) : (null, Refuse(LeftOver(given, rest), errors));
        }

        return (null, Answer(result, given, output, errors));
    }

    /// <summary>
    /// The parser knows --help only where it is the first option, and "help COMMAND" shows the list of commands.
    /// </summary>
    private static List<string> WithHelpFirst(List<string> given) =>
        given is ["help", var command, ..] ? [command, "--help"]
        : given.Count > 2 && given.Contains("--help") ? [given[0], "--help"]
        : given;

    /// <summary>The parser knows no option whose value may be left out: such a one gets an empty value.</summary>
    private static List<string> WithEmptyValues(List<string> given) =>
        [
            .. given.SelectMany(
                (argument, i) =>
                    argument == MayStandAlone && given.ElementAtOrDefault(i + 1) is null or ['-', '-', ..]
                        ? new[] { argument, "" }
                        : [argument]
            ),
        ];

    /// <summary>Writes what was asked for instead of a verb, or what is wrong.</summary>
    private static int Answer(ParserResult<object> result, List<string> given, TextWriter output, TextWriter errors)
    {
        var found = result.Errors.ToList();
        if (found.Any(error => error is VersionRequestedError))
        {
            output.WriteLine($"snapshotseed {HeadingInfo.Default.ToString().Split(' ').Last()}");
            return ExitCode.Done;
        }

        if (found.Any(error => error is HelpRequestedError or HelpVerbRequestedError or NoVerbSelectedError))
        {
            var isWrong = found.Any(error => error is NoVerbSelectedError);
            (isWrong ? errors : output).WriteLine(
                Help(
                    result,
                    ofVerb: given.Any(argument =>
                        Verbs.Any(verb => verb.GetCustomAttribute<VerbAttribute>()!.Name == argument)
                    )
                )
            );
            return isWrong ? ExitCode.WrongUsage : ExitCode.Done;
        }

        return Refuse(string.Join("; ", found.Select(Describe).Distinct(StringComparer.Ordinal)), errors);
    }

    /// <summary>
    /// The option that lacks its value: the parser, which allows options to be repeated, lets it pass as if it were not
    /// there.
    /// </summary>
    private static string? WithoutValue(List<string> arguments, CommonOptions verb)
    {
        var needy = DeclaredOption.Of(verb.GetType()).Where(option => option.NeedsValue);
        var names = needy.Select(option => $"--{option.Name}").ToHashSet(StringComparer.Ordinal);
        return arguments
            .Where(
                (argument, i) =>
                    names.Contains(argument) && arguments.ElementAtOrDefault(i + 1) is null or ['-', '-', ..]
            )
            .FirstOrDefault();
    }

    /// <summary>
    /// Names the words that nothing takes. One that follows a URL may be the rest of it, which a blank has cut off.
    /// </summary>
    private static string LeftOver(List<string> arguments, List<string> rest)
    {
        var words = new List<string>();
        var isCutOff = false;
        foreach (var argument in arguments)
        {
            isCutOff =
                (isCutOff && !argument.StartsWith("--", StringComparison.Ordinal)) || Credentials.MayBeIn(argument);
            if (rest.Contains(argument))
                words.Add(isCutOff ? "…" : argument);
        }

        return $"{string.Join(" ", words)}: not expected "
            + $"here{(words.Contains("…") ? " (a URL with a blank in it needs quotes)" : "")}";
    }

    private static int Refuse(string message, TextWriter errors)
    {
        errors.WriteLine($"error: {Credentials.Hide(Printable.Of(message))}");
        errors.WriteLine(
            "hint: snapshotseed --help lists the commands, snapshotseed COMMAND --help the options of one."
        );
        return ExitCode.WrongUsage;
    }

    private static string Help(ParserResult<object> result, bool ofVerb)
    {
        var places = (ofVerb ? DeclaredOption.Of(result.TypeInfo.Current) : []).ToDictionary(
            option => option.Name,
            option => option.Place,
            StringComparer.Ordinal
        );
        return HelpText.AutoBuild(
            result,
            help =>
            {
                help.Heading = "snapshotseed: a small, connected part of a PostgreSQL database, as files and back";
                help.Copyright = "";
                help.AdditionalNewLineAfterOption = false;
                help.AddDashesToOption = ofVerb;
                help.MaximumDisplayWidth = 120;
                help.OptionComparison = (a, b) => Rank(a).CompareTo(Rank(b));
                help.AddPostOptionsLine(
                    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 verification found a difference, 130 cancelled."
                );
                return help;
            },
            example => example,
            verbsIndex: true
        );

        // In the order of their declaration at each place.
        (int Place, int Index) Rank(ComparableOption option) =>
            (places.GetValueOrDefault(option.LongName, DeclaredOption.PlaceOfOthers), option.Index);
    }

    private static string Describe(Error error) =>
        error switch
        {
            UnknownOptionError unknown =>
                $"there is no option {(unknown.Token.Length == 1 ? "-" : "--")}{Credentials.HideWord(unknown.Token)}",
            BadVerbSelectedError bad => $"there is no command {Credentials.HideWord(bad.Token)}",
            MissingValueOptionError missing => $"option --{missing.NameInfo.LongName} needs a value",
            BadFormatConversionError bad => $"option --{bad.NameInfo.LongName} has a value that it does not take",
            BadFormatTokenError bad => $"{Credentials.HideWord(bad.Token)} is not understood",
            NamedError named => $"option --{named.NameInfo.LongName} is used wrongly",
            _ => error.Tag.ToString(),
        };
}
