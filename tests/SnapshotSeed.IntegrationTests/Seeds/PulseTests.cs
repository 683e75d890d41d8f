using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Seeds;

/// <summary>Pull-request analytics: what was collected is kept, what is simulated is updated; an empty field is NULL.</summary>
[Collection(OneServer.Name)]
public sealed class PulseTests(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task A_second_run_changes_nothing()
    {
        await using var pulse = await SeedFixture.CreateAsync(postgres, "pulse");

        var first = await pulse.ImportAsync("--verify");
        var content = await pulse.Target.ContentAsync();
        var second = await pulse.ImportAsync("--verify");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(content, await pulse.Target.ContentAsync());
        TextAssert.Contains(
            second.Output,
            "pr_reviews: 0 new rows inserted, 16 skipped (already present)",
            "pr_files: 0 new rows inserted, 16 skipped (already present)",
            "commits: 0 new rows inserted, 16 skipped (already present)"
        );
        Assert.Equal("2", await pulse.Target.ScalarAsync("SELECT count(*) FROM pull_requests WHERE merged_at IS NULL"));
        Assert.Equal("2", await pulse.Target.ScalarAsync("SELECT count(*) FROM jira_issues WHERE points IS NULL"));
    }

    [SkippableFact]
    public async Task Simulated_rows_are_updated_where_they_differ_and_collected_ones_are_kept()
    {
        await using var pulse = await SeedFixture.CreateAsync(postgres, "pulse");
        await pulse.ImportAsync();
        await pulse.Target.ExecuteAsync("UPDATE pr_reviews SET state = 'DISMISSED' WHERE pull_request_id = 11");
        var before = await VersionsAsync(pulse);
        await pulse.EditAsync("jira_issues.tsv", "CORE-4\t1\t14\tIn progress", "CORE-4\t1\t14\tDone");
        await pulse.EditAsync("ai_usage_daily.tsv", "2026-01-06\t60\t18", "2026-01-06\t61\t18");

        var run = await pulse.ImportAsync();

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(
            run.Output,
            "jira_issues: 0 new rows inserted, 1 updated, 7 skipped (already present)",
            "ai_usage_daily: 0 new rows inserted, 5 updated, 5 skipped (already present)",
            "pr_surveys: 0 new rows inserted, 6 skipped (already present)",
            "pr_reviews: 0 new rows inserted, 16 skipped (already present, 2 differ from the snapshot)"
        );
        var after = await VersionsAsync(pulse);
        Assert.Equal(1, before.Zip(after).Count(pair => pair.First != pair.Second));
        Assert.Equal("Done", await pulse.Target.ScalarAsync("SELECT status FROM jira_issues WHERE key = 'CORE-4'"));
    }

    private static async Task<List<string>> VersionsAsync(SeedFixture pulse) =>
        (await pulse.Target.RowsAsync("SELECT key, xmin FROM jira_issues ORDER BY key")).ConvertAll(row =>
            string.Join(' ', row)
        );
}
