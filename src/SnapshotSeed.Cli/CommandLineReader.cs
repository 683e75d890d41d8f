using System.Reflection;
using CommandLine;
using CommandLine.Text;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

internal static class CommandLineReader
{
    private static readonly Verb[] Verbs =
    [
        new ExportVerb(),
        new ImportVerb(),
        new VerifyVerb(),
        new RefreshVerb(),
        new PlanVerb(),
        new CheckVerb(),
        new InitVerb(),
    ];

    private static readonly string MayStandAlone = $"--{Setting.StampMigration.Option}";

    /// <summary>Null after help or an error was written, with the exit code for it.</summary>
    public static (Verb? Verb, int ExitCode) Read(IEnumerable<string> arguments, TextWriter output, TextWriter errors)
    {
        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = null;
            settings.AllowMultiInstance = true;
            settings.CaseSensitive = true;
        });
        var given = WithEmptyValues(WithHelpFirst([.. arguments]));
        var result = parser.ParseArguments(given, [.. Verbs.Select(verb => verb.GetType())]);
        if (result is not Parsed<object> { Value: Verb verb })
            return (null, Answer(result, given, output, errors));
        var problems = Problems(verb, given).ToList();
        return problems.Count == 0
            ? (verb, ExitCode.Done)
            : (null, Refuse(string.Join("; ", problems.Distinct(StringComparer.Ordinal)), errors));
    }

    /// <summary>The parser knows --help only as the first option, and lists all commands for "help COMMAND".</summary>
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
            var asked = Verbs.FirstOrDefault(verb => given.Contains(NameOf(verb)));
            (isWrong ? errors : output).WriteLine(asked is null ? HelpWriter.OfAll(Verbs) : HelpWriter.Of(asked));
            return isWrong ? ExitCode.WrongUsage : ExitCode.Done;
        }

        return Refuse(string.Join("; ", found.Select(Describe).Distinct(StringComparer.Ordinal)), errors);
    }

    private static string NameOf(Verb verb) => verb.GetType().GetCustomAttribute<VerbAttribute>()!.Name;

    /// <summary>What the parser lets pass: options of other commands, missing and wrong values, stray words.</summary>
    private static IEnumerable<string> Problems(Verb verb, List<string> arguments)
    {
        foreach (var (setting, _) in verb.Given.Where(given => !given.Setting.Commands.HasFlag(verb.Command)))
            yield return $"unknown option --{setting.Option}";

        // As options may be repeated, the parser lets one without its value pass as if it were not there.
        var needy = Setting.All.Where(setting => setting.Meta is not null).Select(setting => $"--{setting.Option}");
        foreach (var option in arguments.Where((argument, i) => needy.Contains(argument) && LacksValue(arguments, i)))
            yield return $"option {option} needs a value";
        foreach (var (setting, texts) in verb.Given)
        {
            if (Expected(setting, texts) is { } expected)
                yield return $"invalid value \"{texts[^1]}\" for --{setting.Option}: expected {expected}";
        }

        var rest = verb.Rest.Skip(verb.Words).ToList();
        if (rest.Count > 0)
            yield return LeftOver(arguments, rest);
    }

    private static bool LacksValue(List<string> arguments, int i) =>
        arguments.ElementAtOrDefault(i + 1) is null or ['-', '-', ..];

    private static string? Expected(Setting setting, IReadOnlyList<string> texts)
    {
        try
        {
            setting.Apply(new SnapshotConfiguration(), texts);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>A word that follows a URL may be the rest of it, which a blank has cut off.</summary>
    private static string LeftOver(List<string> arguments, List<string> rest)
    {
        var words = new List<string>();
        var isCutOff = false;
        foreach (var argument in arguments)
        {
            isCutOff =
                (isCutOff && !argument.StartsWith("--", StringComparison.Ordinal)) || Credentials.MayBeIn(argument);
            if (rest.Contains(argument))
                words.Add(isCutOff ? "…" : $"\"{argument}\"");
        }

        return $"unexpected {(words.Count == 1 ? "argument" : "arguments")} {string.Join(" ", words)}"
            + $"{(words.Contains("…") ? " (a URL with a blank in it needs quotes)" : "")}";
    }

    private static int Refuse(string message, TextWriter errors)
    {
        errors.WriteLine($"error: {Credentials.Hide(Printable.Of(message))}");
        errors.WriteLine(
            "hint: snapshotseed --help lists the commands, snapshotseed COMMAND --help the options of one."
        );
        return ExitCode.WrongUsage;
    }

    private static string Describe(Error error) =>
        error switch
        {
            UnknownOptionError unknown =>
                $"unknown option {(unknown.Token.Length == 1 ? "-" : "--")}{Credentials.HideWord(unknown.Token)}",
            BadVerbSelectedError bad => $"unknown command {Credentials.HideWord(bad.Token)}",
            MissingValueOptionError missing => $"option --{missing.NameInfo.LongName} needs a value",
            BadFormatConversionError bad => $"invalid value for --{bad.NameInfo.LongName}",
            BadFormatTokenError bad => $"cannot read {Credentials.HideWord(bad.Token)}",
            NamedError named => $"option --{named.NameInfo.LongName} is used wrongly",
            _ => error.Tag.ToString(),
        };
}
