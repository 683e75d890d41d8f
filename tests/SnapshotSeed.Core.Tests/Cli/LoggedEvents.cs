using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Results;

namespace SnapshotSeed.Core.Tests.Cli;

/// <summary>The events that scripts read, in both formats.</summary>
public sealed partial class LoggedEvents
{
    // As many levels as the test's assembly lies below the root.
    private static string Document =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../docs/logs.md"));

    private static IEnumerable<MethodInfo> Methods =>
        typeof(Events)
            .GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Append(typeof(RunLog).GetMethod(nameof(RunLog.RunFailed))!);

    /// <summary>SNAPSHOTSEED_WRITE_DOCS=1 writes the table instead of comparing it.</summary>
    [Fact]
    public void Are_the_table_of_the_documentation()
    {
        const string Begin = "<!-- events: generated -->\n";
        var text = File.ReadAllText(Document);
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var written = text[..from] + Table() + text[text.IndexOf("<!-- /events", StringComparison.Ordinal)..];
        if (Environment.GetEnvironmentVariable("SNAPSHOTSEED_WRITE_DOCS") is { Length: > 0 })
            File.WriteAllText(Document, written);
        else
            Assert.Equal(written, text);
    }

    [Fact]
    public void Are_a_line_of_compact_json_each()
    {
        var lines = Written(new ExportVerb { LogFormat = "json" }, WriteAll);

        Assert.Equal(Methods.Count(), lines.Length);
        foreach (var (method, line) in Methods.Zip(lines))
        {
            var json = JsonDocument.Parse(line).RootElement;
            Assert.Equal(method.Name, json.GetProperty("event").GetString());
            Assert.Equal(
                Fields(method),
                json.EnumerateObject()
                    .Select(field => field.Name)
                    .Where(name => name != "event" && !name.StartsWith('@'))
            );
            Assert.True(json.GetProperty("@t").TryGetDateTime(out _));
        }

        Approval.Verify(string.Join('\n', lines.Select(line => Time().Replace(line, "\"@t\":\"TIME\""))), "events");
    }

    [Fact]
    public void Carry_dates_in_a_text_file()
    {
        var lines = Written(new ExportVerb(), log => Events.SeedingStarted(log, "shop", 3, 12));

        Assert.Matches(
            @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d INFO Importing into database shop: tables 3, rows 12$",
            Assert.Single(lines)
        );
    }

    /// <summary>What a log file holds in the end.</summary>
    private static string[] Written(ExportVerb verb, Action<ILogger> write)
    {
        using var folder = new TemporaryDirectory();
        verb.LogFile = folder["log.txt"];
        using (var serilog = Logging.Create(verb))
        using (var loggers = new SerilogLoggerFactory(serilog))
            write(loggers.CreateLogger("snapshotseed"));
        return File.ReadAllLines(verb.LogFile);
    }

    private static void WriteAll(ILogger log)
    {
        var users = SampleResults.Name("users");
        Events.ExportStarted(log, "shop", 3);
        Events.TableExported(log, users, 104, 100, 100, 4, 0, 0.012);
        Events.ExportCompleted(log, "shop", 3, 120, 110, 0.5);
        Events.SeedingStarted(log, "shop_test", 3, 120);
        Events.TableSeeded(log, users, 50, 1, 53, 0, 0.034);
        Events.SeedingCompleted(log, "shop_test", 3, 60, 1, 58, 1, 0.25);
        Events.VerificationStarted(log, "shop_test", 3, 120);
        Events.TableVerified(log, users, 104, 1, 2, false, 0.01);
        Events.VerificationCompleted(log, "shop_test", 3, 120, 1, 2, false, 0.1);
        RunLog.RunFailed(log, 1, "cannot read seed", "Check --snapshot.", "Nothing was changed.");
    }

    private static string Table()
    {
        var table = new StringBuilder("| event | fields |\n|---|---|\n");
        foreach (var method in Methods)
            table.Append($"| `{method.Name}` | {string.Join(", ", Fields(method).Select(name => $"`{name}`"))} |\n");
        return table.ToString();
    }

    /// <summary>The fields of an event: the parameters of its method, without the logger.</summary>
    private static IEnumerable<string> Fields(MethodInfo method) =>
        method.GetParameters().Skip(1).Select(parameter => parameter.Name!);

    [GeneratedRegex("\"@t\":\"[^\"]+\"")]
    private static partial Regex Time();
}
