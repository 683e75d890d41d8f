using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>What --log-format json writes, and how it agrees with the report.</summary>
[Collection(OneServer.Name)]
public sealed class StructuredLogs(PostgresFixture postgres)
{
    private static readonly string[] Numbers = ["inserted", "updated", "skipped", "seconds"];

    [SkippableFact]
    public async Task Have_the_numbers_of_the_report()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        var run = await RunAsync(shop, "import", "--verify", "--json", "--log-format", "json");

        Assert.Equal(0, run.ExitCode);
        var events = EventsOf(run.Errors);
        Assert.Equal(
            [
                "SeedingStarted",
                .. Shop.Tables.Select(_ => "TableSeeded"),
                "SeedingCompleted",
                "VerificationStarted",
                .. Shop.Tables.Select(_ => "TableVerified"),
                "VerificationCompleted",
            ],
            events.Select(NameOf)
        );
        var report = JsonDocument.Parse(run.Output).RootElement;
        var seeded = events.FindAll(entry => NameOf(entry) == "TableSeeded");
        foreach (var (table, entry) in report.GetProperty("tables").EnumerateArray().Zip(seeded))
        {
            Assert.Equal(table.GetProperty("table").GetString(), $"public.{entry.GetProperty("table").GetString()}");
            AssertSame(table, entry);
        }

        var completed = events.Single(entry => NameOf(entry) == "SeedingCompleted");
        AssertSame(report, completed);
        Assert.Equal(Shop.Tables.Sum(table => table.Rows), completed.GetProperty("inserted").GetInt64());
        Assert.True(completed.GetProperty("seconds").GetDouble() > 0);
        Assert.InRange(
            seeded.Sum(entry => entry.GetProperty("seconds").GetDouble()),
            0,
            completed.GetProperty("seconds").GetDouble() + 0.002
        );
        Assert.True(events[^1].GetProperty("verified").GetBoolean());
    }

    [SkippableFact]
    public async Task Have_rows_that_are_kept_out()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "13\t2\t", "13\t99\t");

        var run = await RunAsync(shop, "import", "--keep-going", "--log-format", "json");

        Assert.Equal(1, run.ExitCode);
        var entry = EventsOf(run.Errors).Single(entry => NameOf(entry) == "SeedingCompleted");
        Assert.Equal(3, entry.GetProperty("kept_out").GetInt64());
    }

    [SkippableFact]
    public async Task Have_a_failure_as_an_event_and_no_table_that_was_rolled_back()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "13\t2\t", "13\t99\t");

        var run = await RunAsync(shop, "import", "--log-format", "json");

        Assert.Equal(1, run.ExitCode);
        var events = EventsOf(run.Errors);
        Assert.DoesNotContain("TableSeeded", events.Select(NameOf));
        Assert.Equal("RunFailed", NameOf(events[^1]));
        Assert.Equal("Error", events[^1].GetProperty("@l").GetString());
        Assert.Equal(1, events[^1].GetProperty("exit_code").GetInt32());
        TextAssert.Contains(events[^1].GetProperty("error").GetString()!, "orders.tsv");
    }

    [SkippableFact]
    public async Task Of_an_export_and_in_text_go_to_the_file_with_dates_and_stderr_has_less()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        var log = Path.Combine(shop.Parent, "log.txt");

        var run = await Tool.RunAsync([
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--log-file",
            log,
        ]);

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(run.Errors, "INFO Exporting database");
        TextAssert.DoesNotContain(run.Errors, "customers: rows");
        var lines = await File.ReadAllLinesAsync(log);
        Assert.All(lines, line => Assert.Matches(@"^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} ", line));
        Assert.Contains(lines, line => line.Contains("customers: rows 3, asked 3", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Exported database", StringComparison.Ordinal));
    }

    private static Task<ToolRun> RunAsync(Scenario shop, params string[] arguments) =>
        Tool.RunAsync([.. arguments, "--target", shop.Target.Url, "--snapshot", shop.Folder]);

    private static List<JsonElement> EventsOf(string log) =>
        [
            .. log.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(entry => entry.TryGetProperty("@t", out _) && entry.TryGetProperty("@mt", out _)),
        ];

    private static string NameOf(JsonElement entry) => entry.GetProperty("event").GetString()!;

    private static void AssertSame(JsonElement report, JsonElement entry)
    {
        foreach (var number in Numbers)
            Assert.Equal(report.GetProperty(number).GetDouble(), entry.GetProperty(number).GetDouble());
        Assert.Equal(report.GetProperty("failed").GetInt64(), entry.GetProperty("kept_out").GetInt64());
    }
}
