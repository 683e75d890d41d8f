using System.Text.Json;
using System.Text.RegularExpressions;
using SnapshotSeed.Export;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>What plan prints against what reaches the server.</summary>
[Collection(OneServer.Name)]
public sealed class Plan(PostgresFixture postgres)
{
    private const string Schema =
        Shop.Schema
        + """
            ;
            CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
            CREATE TABLE plain (v text)
            """;

    private const string Data =
        Shop.Data
        + """
            ;
            WITH a AS (INSERT INTO a SELECT n, n FROM generate_series(1, 9) n), b AS (INSERT INTO b SELECT n, n FROM generate_series(1, 9) n) SELECT;
            INSERT INTO plain SELECT 'line ' || n FROM generate_series(1, 9) n
            """;

    [SkippableFact]
    public async Task Of_an_export_has_the_steps_that_run_in_their_order()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var options = new ExportOptions { Limit = 5, Floor = 2 };
        var run = await Tool.RunVerbAsync("plan", "--source", shop.Source.Url, "--limit", "5", "--floor", "2");
        var printed = ExportSteps.Parse(run.Output);

        var log = new StatementLog();
        var steps = new StepsThatRan();
        await using var unlogged = await shop.Source.OpenAsync();
        var plan = await new ExportRun(unlogged).PlanAsync(options);
        await using (var connection = await log.OpenAsync(shop.Source))
        {
            var export = new ExportRun(connection, progress: steps, steps: steps);
            steps.AssertAre(plan, await export.ExportAsync(shop.Folder, options), areInOrder: true);
        }

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(plan.ToString(), run.Output.TrimEnd('\n'));
        var ran = ExportSteps.Executed(log);
        var at = 0;
        foreach (var step in ran)
        {
            at = printed.IndexOf(step, at);
            Assert.True(at >= 0, $"{step} is not planned, or was before");
        }

        Assert.Superset(
            new HashSet<string>
            {
                "whole customers 5",
                "candidates items",
                "candidates a",
                "candidates b",
                "read a",
                "read items",
            },
            ran.ToHashSet()
        );
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_an_import_has_exactly_the_operations_that_run(bool truncateFirst)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        var run = await Tool.RunVerbAsync([
            "plan",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            .. truncateFirst ? ["--truncate-first"] : Array.Empty<string>(),
        ]);

        var log = new StatementLog();
        await using (var connection = await log.OpenAsync(shop.Target))
            await new ImportRun(connection).ImportAsync(
                shop.Folder,
                new ImportOptions { TruncateFirst = truncateFirst }
            );

        Assert.Equal(0, run.ExitCode);
        var executed = ImportOperations.Executed(log);
        Assert.NotEmpty(executed);
        Assert.Equal(truncateFirst, executed[0].StartsWith("empty", StringComparison.Ordinal));
        Assert.Equal(executed, ImportOperations.Parse(run.Output));
    }

    [SkippableFact]
    public async Task Takes_tables_one_by_one_as_well()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        foreach (
            var side in new[]
            {
                new[] { "--source", shop.Source.Url },
                ["--target", shop.Target.Url, "--snapshot", shop.Folder],
            }
        )
        {
            var list = await Tool.RunVerbAsync(["plan", .. side, "--tables", "customers,plain"]);
            var oneByOne = await Tool.RunVerbAsync(["plan", .. side, "--table", "customers", "--table", "plain"]);

            Assert.Equal((0, list.Output), (oneByOne.ExitCode, oneByOne.Output));
            Assert.DoesNotContain("orders", oneByOne.Output, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Writes_nothing()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        var (source, target) = (await shop.Source.ContentAsync(), await shop.Target.ContentAsync());
        var folder = Path.Combine(shop.Parent, "planned");

        Assert.Equal(0, (await Tool.RunVerbAsync("plan", "--source", shop.Source.Url, "--snapshot", folder)).ExitCode);
        Assert.Equal(
            0,
            (
                await Tool.RunVerbAsync(
                    "plan",
                    "--target",
                    shop.Target.Url,
                    "--snapshot",
                    shop.Folder,
                    "--truncate-first"
                )
            ).ExitCode
        );

        Assert.False(Directory.Exists(folder));
        Assert.Equal(source, await shop.Source.ContentAsync());
        Assert.Equal(target, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task In_JSON_has_the_same_steps()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var text = await Tool.RunVerbAsync("plan", "--source", shop.Source.Url);
        using var json = JsonDocument.Parse(
            (await Tool.RunVerbAsync("plan", "--source", shop.Source.Url, "--json")).Output
        );

        Assert.Equal(
            text.Output.TrimEnd('\n').Split('\n').Select(line => Regex.Replace(line, @"^\s*\d+\. ", "")),
            json.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetString())
        );
    }

    [SkippableFact]
    public async Task Of_an_import_takes_the_options_of_an_import()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        string[] options =
        [
            "--triggers",
            "off",
            "--refresh-views",
            "--keep-going",
            "--allow-target",
            "x",
            "--on-conflict",
            "update",
            "--drift",
            "adapt",
            "--null",
            "",
        ];

        var run = await Tool.RunToEndAsync([
            "plan",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--json",
            .. options,
        ]);

        Assert.True(run.ExitCode == 0, run.ToString());
        using var json = JsonDocument.Parse(run.Output);
        var operations = json.RootElement.GetProperty("operations").EnumerateArray().ToList();
        Assert.Equal("triggers", operations[0].GetProperty("name").GetString());
        Assert.Equal("off", operations[0].GetProperty("detail").GetString());
        Assert.Contains(operations, operation => operation.GetProperty("name").GetString() == "upsert");
    }
}
