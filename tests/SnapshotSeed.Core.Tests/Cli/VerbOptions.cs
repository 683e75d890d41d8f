using Microsoft.Extensions.Logging.Abstractions;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class VerbOptions
{
    [Fact]
    public void Of_an_export_become_what_the_library_takes()
    {
        var options = CommandLines
            .Verb<ExportVerb>("export --limit 7 --floor 3 --headroom 5 --table-limit b=2,a=0 --exclude x --schemas s")
            .ExportOptions(["t"], new());

        Assert.Equal((7, 3, 5), (options.Limit, options.Floor, options.Headroom));
        Assert.Equal([("a", 0), ("b", 2)], options.TableLimits.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal<string>(["t"], options.Tables);
        Assert.Equal<string>(["x"], options.Exclude);
        Assert.Equal<string>(["s"], options.Schemas);
    }

    [Fact]
    public void That_are_not_given_leave_floor_and_headroom_to_the_library()
    {
        var options = CommandLines.Verb<ExportVerb>("export").ExportOptions([], new());

        Assert.Equal((100, null, null), (options.Limit, options.Floor, options.Headroom));
    }

    [Theory]
    [InlineData("users")]
    [InlineData("users=")]
    [InlineData("users=many")]
    [InlineData("=5")]
    [InlineData("users=1.5")]
    public void That_limit_a_table_have_one_form(string limit)
    {
        var error = Assert.Throws<ToolException>(() =>
            new ExportVerb { TableLimits = [limit] }.ExportOptions([], new())
        );

        Assert.StartsWith($"--table-limit {limit}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Theory]
    [InlineData("a,b", "a", "b")]
    [InlineData("\"a,b\",c", "\"a,b\"", "c")]
    [InlineData("x.\"a,,b\",\"c\"", "x.\"a,,b\"", "\"c\"")]
    [InlineData("a\"b,c", "a\"b", "c")]
    public void That_list_names_are_split_at_commas_outside_of_quotes(string list, params string[] names)
    {
        Assert.Equal<string>(names, NameList.Join(list.Split(',')));
        Assert.Equal<string>(
            names,
            CommandLines.Verb<ExportVerb>("export --exclude " + list).ExportOptions([], new()).Exclude
        );
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            new ExportVerb { TableLimits = string.Join(',', names.Select(name => name + "=5")).Split(',') }
                .ExportOptions([], new())
                .TableLimits.Keys
        );
    }

    [Fact]
    public void May_limit_a_table_with_a_sign_of_equality_in_its_name() =>
        Assert.Equal(
            5,
            new ExportVerb { TableLimits = ["a=b=5"] }
                .ExportOptions([], new())
                .TableLimits["a=b"]
        );

    [Fact]
    public async Task That_name_no_database_are_refused_by_each_verb()
    {
        foreach (var verb in new CommonOptions[] { new ExportVerb(), new PlanVerb(), new RefreshVerb() })
            TextAssert.Contains(await RefusedAsync(verb), "--source", "DATABASE_URL_DEMO");
        foreach (
            var verb in new CommonOptions[]
            {
                new ImportVerb(),
                new VerifyVerb(),
                new RefreshVerb { Source = "postgresql://127.0.0.1:1/demo" },
            }
        )
            TextAssert.Contains(await RefusedAsync(verb), "--target", "DATABASE_URL_TEST");
    }

    [Fact]
    public async Task That_plan_two_things_at_once_are_refused() =>
        TextAssert.Contains(await RefusedAsync(new PlanVerb { Source = "a", Target = "b" }), "--source", "--target");

    [Fact]
    public async Task That_ask_for_an_unknown_conflict_mode_are_refused() =>
        TextAssert.Contains(await RefusedAsync(new ImportVerb { OnConflict = "replace" }), "--on-conflict", "replace");

    [Fact]
    public void Of_logging_name_a_level()
    {
        foreach (var level in new[] { "debug", "info", "warning", "error" })
            Logging.Create(new ExportVerb { Verbosity = level }).Dispose();

        var error = Assert.Throws<ToolException>(() => Logging.Create(new ExportVerb { Verbosity = "loud" }));
        TextAssert.Contains(error.Message, "--verbosity", "loud", "debug", "info", "warning", "error");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Of_logging_name_a_file_that_can_be_written()
    {
        using var folder = new TemporaryDirectory();
        Logging.Create(new ExportVerb { LogFile = folder["log.txt"] }).Dispose();

        var error = Assert.Throws<ToolException>(() =>
            Logging.Create(new ExportVerb { LogFile = Path.Combine(folder["nowhere"], "log.txt") })
        );
        Assert.StartsWith("--log-file ", error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    private static async Task<string> RefusedAsync(CommonOptions verb)
    {
        var session = new Session(TextWriter.Null, NullLogger.Instance, _ => null);
        var error = await Assert.ThrowsAsync<ToolException>(() => verb.RunAsync(session, CancellationToken.None));
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
        return error.Message;
    }
}
