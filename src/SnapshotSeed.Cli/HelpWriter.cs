using System.Reflection;
using System.Text;
using CommandLine;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli;

internal static class HelpWriter
{
    private const int Width = 120;

    private const string Heading =
        "snapshotseed: a small, connected sample of a PostgreSQL database, as files and back";

    private const string ExitCodes =
        "Exit codes: 0 success, 1 failed, 2 usage error, 3 verify found differences or check found problems, 130 canceled.";

    public static string OfAll(IEnumerable<Verb> verbs)
    {
        var rows = verbs
            .Select(verb => verb.GetType().GetCustomAttribute<VerbAttribute>()!)
            .Select(verb => (verb.Name, verb.HelpText))
            .Append(("help COMMAND", "Show the options of a command."))
            .Append(("version", "Show the version."));
        return $"{Heading}\n\nUsage: snapshotseed COMMAND [OPTIONS]\n\n{Table(rows)}\n{ExitCodes}\n";
    }

    public static string Of(Verb verb)
    {
        var declared = verb.GetType().GetCustomAttribute<VerbAttribute>()!;
        var text = new StringBuilder($"{Heading}\n\n{declared.HelpText}\n\n");
        foreach (var (heading, arguments) in verb.Examples)
            text.Append($"{heading}:\n  snapshotseed {declared.Name} {arguments}\n");
        if (verb.Examples.Any())
            text.Append('\n');
        var rows = Setting
            .All.Where(setting => setting.Option is not null && setting.Commands.HasFlag(verb.Command))
            .Where(setting => !setting.HiddenIn.HasFlag(verb.Command))
            .Select(setting => (Written(setting), Help(setting, verb.Command)))
            .Append(("--help", "Show this help."))
            .Append(("--version", "Show the version."));
        return text.Append(Table(rows)).Append($"\n{ExitCodes}\n").ToString();
    }

    /// <summary>An option with the placeholder of its value: <c>--table-limit T=N...</c>.</summary>
    public static string Written(Setting setting) =>
        $"--{setting.Option}{(setting.Meta is { } meta ? $" {meta}" : "")}{(setting.IsRepeatable ? "..." : "")}";

    private static string Help(Setting setting, ToolCommands command)
    {
        var (help, standard) = setting.In(command);
        return standard is null or "off" or "none" ? help : $"{help} Default: {standard}.";
    }

    private static StringBuilder Table(IEnumerable<(string Left, string Right)> rows)
    {
        var all = rows.ToList();
        var indent = all.Max(row => row.Left.Length) + 4;
        var text = new StringBuilder();
        foreach (var (left, right) in all)
        {
            var line = new StringBuilder($"  {left.PadRight(indent - 4)} ");
            foreach (var word in right.Split(' '))
            {
                if (line.Length + 1 + word.Length > Width)
                {
                    text.Append(line).Append('\n');
                    line.Clear().Append(' ', indent - 1);
                }

                line.Append(' ').Append(word);
            }

            text.Append(line).Append('\n');
        }

        return text;
    }
}
