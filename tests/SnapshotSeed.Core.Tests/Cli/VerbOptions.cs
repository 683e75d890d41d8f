using Microsoft.Extensions.Logging.Abstractions;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class VerbOptions
{
    [Fact]
    public void Of_an_export_become_what_the_library_takes()
    {
        var options = CommandLines
            .Options("export --limit 7 --floor 3 --headroom 5 --table-limit b=2,a=0 --tables t --exclude x --schemas s")
            .Export;

        Assert.Equal((7, 3, 5), (options.Limit, options.Floor, options.Headroom));
        Assert.Equal([("a", 0), ("b", 2)], options.Tables.Select(pair => (pair.Key, pair.Value.Limit ?? -1)));
        Assert.Equal<string>(["t"], options.Only);
        Assert.Equal<string>(["x"], options.Exclude);
        Assert.Equal<string>(["s"], options.Schemas);
    }

    [Fact]
    public void Of_an_import_become_what_the_library_takes()
    {
        var options = CommandLines
            .Options(
                "plan --target x --tables a,b --table c --triggers off --refresh-views --keep-going --allow-target shop "
                    + "--stamp-migration --ids assign --drift adapt --migration require --rebase-time now --null - --truncate-first"
            )
            .Import;

        Assert.Equal<string>(["a", "b", "c"], options.Only);
        Assert.Equal(
            (false, true, true, true),
            (options.Triggers, options.RefreshViews, options.KeepGoing, options.TruncateFirst)
        );
        Assert.Equal(
            (new MigrationStamp(), TimeRebase.Now, "-"),
            (options.StampMigration, options.Time.Rebase, options.Null)
        );
        Assert.Equal(
            (IdMode.Assign, DriftMode.Adapt, MigrationMode.Require),
            (options.Ids, options.Drift, options.Migration)
        );
        Assert.Equal<string>(["shop"], options.AllowTargets);
    }

    [Fact]
    public void That_are_not_given_leave_floor_and_headroom_to_the_library()
    {
        var options = CommandLines.Options("export").Export;

        Assert.Equal((100, null, null), (options.Limit, options.Floor, options.Headroom));
    }

    [Theory]
    [InlineData("users")]
    [InlineData("users=")]
    [InlineData("users=many")]
    [InlineData("=5")]
    [InlineData("users=1.5")]
    public void That_limit_a_table_have_one_form(string limit) =>
        Assert.Throws<FormatException>(() => Setting.TableLimit.Apply(new SnapshotConfiguration(), [limit]));

    [Theory]
    [InlineData("a,b", "a", "b")]
    [InlineData("\"a,b\",c", "\"a,b\"", "c")]
    [InlineData("x.\"a,,b\",\"c\"", "x.\"a,,b\"", "\"c\"")]
    [InlineData("a\"b,c", "a\"b", "c")]
    public void That_list_names_are_split_at_commas_outside_of_quotes(string list, params string[] names)
    {
        Assert.Equal<string>(names, NamesForm.Split(list));
        Assert.Equal<string>(names, CommandLines.Options("export --exclude " + list).Export.Exclude);
        var limits = string.Join(',', names.Select(name => name + "=5"));
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            CommandLines.Options("export --table-limit " + limits).Export.Tables.Keys
        );
    }

    [Fact]
    public void May_limit_a_table_with_a_sign_of_equality_in_its_name() =>
        Assert.Equal(5, CommandLines.Options("export --table-limit a=b=5").Export.Tables["a=b"].Limit);

    [Fact]
    public async Task That_name_no_database_are_refused_by_each_verb()
    {
        foreach (var verb in new Verb[] { new ExportVerb(), new PlanVerb(), new RefreshVerb() })
            TextAssert.Contains(await RefusedAsync(verb), "--source", "DATABASE_URL_DEMO");
        foreach (
            var verb in new Verb[]
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
    public void Of_logging_name_a_level()
    {
        foreach (var level in new[] { "debug", "info", "warning", "error" })
            Logging.Create(CommandLines.Verb<ExportVerb>($"export --verbosity {level}")).Dispose();
    }

    [Fact]
    public void Of_logging_name_a_file_that_can_be_written()
    {
        using var folder = new TemporaryDirectory();
        Logging.Create(new ExportVerb { LogFile = folder["log.txt"] }).Dispose();

        var error = Assert.Throws<ToolException>(() =>
            Logging.Create(new ExportVerb { LogFile = Path.Combine(folder["nowhere"], "log.txt") })
        );
        TextAssert.Contains($"{error.Message} {error.Hint}", "log.txt", "--log-file");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    private static async Task<string> RefusedAsync(Verb verb)
    {
        var session = new VerbContext(TextWriter.Null, NullLogger.Instance, _ => null);
        var error = await Assert.ThrowsAsync<ToolException>(() => verb.RunAsync(session, CancellationToken.None));
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
        return error.Message;
    }
}
