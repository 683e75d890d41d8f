using Microsoft.Extensions.Logging.Abstractions;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class CommandLines
{
    [Theory]
    [InlineData("export", typeof(ExportVerb))]
    [InlineData("import", typeof(ImportVerb))]
    [InlineData("verify", typeof(VerifyVerb))]
    [InlineData("refresh", typeof(RefreshVerb))]
    [InlineData("plan", typeof(PlanVerb))]
    public void Name_a_verb(string arguments, Type type) => Assert.IsType(type, Read(arguments).Verb);

    [Fact]
    public void Have_defaults()
    {
        var export = Verb<ExportVerb>("export");
        var import = Verb<ImportVerb>("import");

        Assert.Equal(
            ((string?)null, (string?)null, (string?)null, (string?)null, (string?)null),
            (export.Limit, export.Floor, export.Headroom, export.Snapshot, export.Source)
        );
        Assert.Equal(((string?)null, false, null), (export.Verbosity, export.Json, export.LogFile));
        Assert.Equal(
            ((string?)null, false, false, null, null),
            (import.Snapshot, import.TruncateFirst, import.Verify, import.OnConflict, import.AllowTarget)
        );
        Assert.Empty(import.Tables);
    }

    [Fact]
    public void Set_every_option_of_an_export()
    {
        var export = Verb<ExportVerb>(
            "export --source postgresql://a/b --snapshot dir --limit 7 --floor=3 --headroom 50 --tables users,audit.log --exclude a,b --schemas public,audit --json --verbosity debug --log-file log.txt"
        );

        Assert.Equal(("postgresql://a/b", "dir"), (export.Source, export.Snapshot));
        Assert.Equal(("7", "3", "50"), (export.Limit, export.Floor, export.Headroom));
        Assert.Equal((true, "debug", "log.txt"), (export.Json, export.Verbosity, export.LogFile));
        Assert.Equal(["users,audit.log"], export.Tables);
        Assert.Equal(["a,b"], export.Exclude);
        Assert.Equal(["public,audit"], export.Schemas);
    }

    [Fact]
    public void Set_every_option_of_an_import()
    {
        var import = Verb<ImportVerb>(
            "import --target t --snapshot dir --tables a,b --table c --table d --truncate-first --verify --on-conflict update --ids assign --allow-target demo"
        );

        Assert.Equal(("t", "dir", "demo"), (import.Target, import.Snapshot, import.AllowTarget));
        Assert.True(import.TruncateFirst && import.Verify);
        Assert.Equal(("update", "assign"), (import.OnConflict, import.Ids));
        Assert.Equal(["a,b"], import.Tables);
        Assert.Equal(["c", "d"], import.Table);
    }

    [Fact]
    public void Set_every_option_of_a_plan()
    {
        var plan = Verb<PlanVerb>("plan --target t --snapshot dir --tables a,b --table c --table d --truncate-first");

        Assert.Equal(("t", "dir", true), (plan.Target, plan.Snapshot, plan.TruncateFirst));
        Assert.Equal(["a,b"], plan.Tables);
        Assert.Equal(["c", "d"], plan.Table);
    }

    [Theory]
    [InlineData("export --table-limit a=1 --table-limit public.b=2")]
    [InlineData("export --table-limit a=1,public.b=2")]
    [InlineData("export --table-limit=a=1 --table-limit=public.b=2")]
    [InlineData("export --table-limit a=7 --table-limit a=1,public.b=2")]
    public void Give_limits_of_tables_one_by_one_or_with_commas(string arguments) =>
        Assert.Equal(
            [("a", 1), ("public.b", 2)],
            Options(arguments).Export.Tables.Select(pair => (pair.Key, pair.Value.Limit ?? -1))
        );

    [Fact]
    public void Take_the_last_of_an_option_given_twice() =>
        Assert.Equal("2", Verb<ExportVerb>("export --limit 1 --limit 2").Limit);

    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("Export", "Export")]
    [InlineData("export --nonsense", "--nonsense")]
    [InlineData("export --Limit 5", "--Limit")]
    [InlineData("export -x", "-x")]
    [InlineData("verify --limit 5", "--limit")]
    [InlineData("export --limit abc", "--limit")]
    [InlineData("export --limit 1.5", "--limit")]
    [InlineData("export --limit 99999999999", "--limit")]
    [InlineData("export --limit", "--limit")]
    [InlineData("export --floor few", "--floor")]
    [InlineData("export --headroom", "--headroom")]
    [InlineData("import --target", "--target")]
    [InlineData("import --target --verify", "--target")]
    [InlineData("plan --tables --json", "--tables")]
    [InlineData("export --limit abc --floor few", "--limit", "--floor")]
    [InlineData("export --what --nonsense", "--what", "--nonsense")]
    [InlineData("import --triggers maybe", "--triggers")]
    public void That_are_wrong_get_one_line_and_a_hint(string arguments, params string[] wrong)
    {
        var (verb, exitCode, output, errors) = Read(arguments);

        Assert.Null(verb);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        var lines = errors.TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("error: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(wrong.Length, lines[0].Split("; ").Length);
        TextAssert.Contains(lines[0], wrong);
        Assert.StartsWith("hint: ", lines[1], StringComparison.Ordinal);
        TextAssert.Contains(lines[1], "--help");
    }

    [Theory]
    [InlineData("export stray")]
    [InlineData("import users tags")]
    [InlineData("import --verify false")]
    public void With_something_left_over_are_refused(string arguments)
    {
        var (verb, exitCode, _, errors) = Read(arguments);

        Assert.Null(verb);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("export --help")]
    [InlineData("help export")]
    [InlineData("export --limit 5 --help")]
    public void That_ask_for_help_get_it_on_stdout(string arguments)
    {
        var (verb, exitCode, output, errors) = Read(arguments);

        Assert.Null(verb);
        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Equal(
            Read(arguments.Contains("export", StringComparison.Ordinal) ? "export --help" : "--help").Output,
            output
        );
        Assert.Contains(
            arguments.Contains("export", StringComparison.Ordinal) ? "--log-file" : "refresh",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Get_the_help_that_was_approved()
    {
        string[] asked =
        [
            "--help",
            "export --help",
            "import --help",
            "verify --help",
            "refresh --help",
            "plan --help",
            "check --help",
            "init --help",
        ];
        Approval.Verify(
            string.Join('\n', asked.Select(arguments => $"$ snapshotseed {arguments}\n{Read(arguments).Output}")),
            "help"
        );
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("version")]
    public void That_ask_for_the_version_get_it_on_stdout(string arguments)
    {
        var (verb, exitCode, output, errors) = Read(arguments);

        Assert.Null(verb);
        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Matches(@"^snapshotseed \d+\.\d+\.\d+\S*\r?\n$", output);
    }

    [Fact]
    public void Without_a_command_get_help_on_stderr()
    {
        var (verb, exitCode, output, errors) = Read("");

        Assert.Null(verb);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("export", errors, StringComparison.Ordinal);
    }

    internal static SnapshotConfiguration Options(string arguments) =>
        Read(arguments).Verb!.Configured(new VerbContext(TextWriter.Null, NullLogger.Instance, _ => null));

    internal static T Verb<T>(string arguments)
        where T : Verb => Assert.IsType<T>(Read(arguments).Verb);

    private static (Verb? Verb, int ExitCode, string Output, string Errors) Read(string arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var (verb, exitCode) = CommandLineReader.Read(
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            output,
            errors
        );
        return (verb, exitCode, output.ToString(), errors.ToString());
    }
}
