using System.Text;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Core.Tests.Options;

/// <summary>Each option is declared once, and what users read and write follows from that.</summary>
public sealed class DeclaredOptions
{
    // As many levels as the test's assembly lies below the root.
    private static string Document =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../docs/options.md"));

    [Fact]
    public void Are_those_that_the_parser_reads()
    {
        var read = typeof(Arguments)
            .GetProperties()
            .SelectMany(property => property.GetCustomAttributes(typeof(CommandLine.OptionAttribute), false))
            .Select(option => ((CommandLine.OptionAttribute)option).LongName);

        Assert.Equal(
            Setting.All.Select(setting => setting.Option).OfType<string>().Order(StringComparer.Ordinal),
            read.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Name_properties_of_the_library()
    {
        foreach (
            var path in Setting.All.Where(setting => setting.Keys.Any()).Skip(3).Select(setting => setting.InLibrary)
        )
            Assert.True(
                path.Split('.') is var names
                    && (IsIn(typeof(ExportOptions), names) || IsIn(typeof(ImportOptions), names)),
                path
            );

        static bool IsIn(Type type, IEnumerable<string> names)
        {
            foreach (var name in names)
            {
                if (type.GetProperty(name)?.PropertyType is not { } next)
                    return false;
                type =
                    next is { IsGenericType: true } && next.Name.StartsWith("IDictionary", StringComparison.Ordinal)
                        ? next.GetGenericArguments()[1]
                        : next;
            }

            return true;
        }
    }

    /// <summary>SNAPSHOTSEED_WRITE_DOCS=1 writes the tables instead of comparing them.</summary>
    [Fact]
    public void Are_the_tables_of_the_documentation()
    {
        var text = File.ReadAllText(Document);
        var written = Between(Between(text, "options", OptionTable()), "keys", KeyTable());
        if (Environment.GetEnvironmentVariable("SNAPSHOTSEED_WRITE_DOCS") is { Length: > 0 })
            File.WriteAllText(Document, written);
        else
            Assert.Equal(written, text);
    }

    private static string Between(string text, string marker, string table)
    {
        var (begin, end) = ($"<!-- {marker}: generated -->\n", $"<!-- /{marker} -->");
        var (from, to) = (
            text.IndexOf(begin, StringComparison.Ordinal) + begin.Length,
            text.IndexOf(end, StringComparison.Ordinal)
        );
        return text[..from] + table + text[to..];
    }

    private static string OptionTable()
    {
        var table = new StringBuilder(
            "| option | what it does | default | commands | file key |\n|---|---|---|---|---|\n"
        );
        foreach (var setting in Setting.All.Where(setting => setting.Option is not null))
        {
            var shown = Enum.GetValues<ToolCommands>()
                .Where(command => int.PopCount((int)command) == 1)
                .Where(command => setting.Commands.HasFlag(command) && !setting.HiddenIn.HasFlag(command));
            foreach (var same in shown.GroupBy(setting.In))
                table.Append(
                    $"| `{Cell(HelpWriter.Written(setting))}` | {Cell(same.Key.Help)} | {Default(same.Key.Default)} | "
                        + $"{Names([.. same])} | {string.Join(", ", setting.Keys.Select(key => $"`{key}`"))} |\n"
                );
        }

        return table.ToString().Replace("|  |\n", "| |\n", StringComparison.Ordinal);
    }

    private static string KeyTable()
    {
        var table = new StringBuilder("| key | what it does | see |\n|---|---|---|\n");
        foreach (var setting in Setting.All.Where(setting => setting.See is not null))
        {
            if (setting.Option is null)
                table.Append($"| `{setting.Keys.Single()}` | {setting.In(ToolCommands.None).Help} | {setting.See} |\n");
            else
                foreach (var member in setting.Form.Members.Where(member => !member.IsRequired))
                    table.Append($"| `{setting.Key}.{member.Name}` | {member.Help} | {setting.See} |\n");
        }

        return table.ToString();
    }

    private static string Default(string? text) =>
        text switch
        {
            "DATABASE_URL_DEMO" or "DATABASE_URL_TEST" or "\\N" or "--limit" => $"`{text}`",
            { } path
                when path.Contains('/', StringComparison.Ordinal) && !path.Contains(' ', StringComparison.Ordinal) =>
                $"`{path}`",
            { } file when file.EndsWith(".json", StringComparison.Ordinal) => $"`{file}`",
            _ => text ?? "",
        };

    private static string Names(List<ToolCommands> commands) =>
        commands.Count == 7 ? "all"
        : commands.Count == 6 && !commands.Contains(ToolCommands.Init) ? "all but init"
        : string.Join(", ", commands.Select(command => command.ToString().ToLowerInvariant()));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
