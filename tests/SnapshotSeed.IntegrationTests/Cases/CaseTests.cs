using System.Text;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Cases;

/// <summary>Every folder of fixtures/cases. UPDATE_CASES=1 rewrites what they expect.</summary>
[Collection(OneServer.Name)]
public sealed class CaseTests(PostgresFixture postgres)
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_CASES") == "1";

    public static TheoryData<string> Names => [.. CaseFolder.Names];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task A_case_gives_its_snapshot_and_report_and_keeps_the_laws(string name)
    {
        var @case = new CaseFolder(name);
        await postgres.RequireAsync(@case.OldestPostgres);
        using var temporary = new TemporaryFolder();
        var folder = temporary["snapshot"];
        await using var source = await FilledAsync(@case);
        await using var target = await EmptyAsync(@case);
        var report = new StringBuilder();

        // Export: the expected folder.
        await StepAsync("export", ["--source", source.Url, .. @case.Arguments], @case.Arguments);
        Approve(@case.Name, @case.Expected, folder);

        // Import into an empty clone, twice, and verify.
        await StepAsync("import", ["--target", target.Url]);
        var content = await target.ContentAsync();
        await StepAsync("import", ["--target", target.Url]);
        Assert.Equal(content, await target.ContentAsync());
        Assert.Contains(" 0 rows inserted, ", report.ToString(), StringComparison.Ordinal);
        await StepAsync("verify", ["--target", target.Url]);
        ApproveReport(@case, report.ToString());

        // Round trip: the clone, exported whole, gives the same rows.
        var again = temporary["again"];
        var run = await Tool.RunVerbAsync([
            "export",
            "--source",
            target.Url,
            "--snapshot",
            again,
            .. CaseFolder.ArgumentsOf(@case.Options with { Limit = 1_000_000 }),
        ]);
        Assert.Equal(0, run.ExitCode);
        FolderDifference.AssertSameRows(folder, again);

        // Closure and minimality, in the files and in the database.
        var files = FolderContent.Read(folder);
        Assert.Empty(files.Contradictions());
        if (!@case.IsComparedInDatabase)
        {
            Assert.Empty(files.Dangling());
            if (@case.Options.Tables.Values.All(table => table.With.IsEmpty))
                Assert.Empty(files.Superfluous(@case.Options.Limit));
        }

        Assert.Empty(await target.DanglingAsync());

        async Task StepAsync(string verb, string[] arguments, IEnumerable<string>? shown = null)
        {
            var run = await Tool.RunVerbAsync([verb, "--snapshot", folder, .. arguments]);
            Assert.True(run.ExitCode == 0, $"{verb}: {run}");
            report.Append($"$ snapshotseed {string.Join(' ', [verb, .. shown ?? []])}\n");
            report
                .Append(
                    run.Output.Replace(folder, "snapshot", StringComparison.Ordinal)
                        .Replace($"database {source.Name} ", "database demo ", StringComparison.Ordinal)
                        .Replace($"database {target.Name} ", "database test ", StringComparison.Ordinal)
                        .Replace($"database {target.Name}:", "database test:", StringComparison.Ordinal)
                )
                .Append('\n');
        }
    }

    private Task<TestDatabase> EmptyAsync(CaseFolder @case) =>
        postgres.CloneAsync(
            "test",
            $"case {@case.Name}",
            (connection, cancellationToken) => SqlScript.RunAsync(connection, @case.Schema, null, cancellationToken)
        );

    private async Task<TestDatabase> FilledAsync(CaseFolder @case)
    {
        var database = await postgres.CloneAsync(
            "demo",
            $"case {@case.Name}",
            (connection, cancellationToken) => SqlScript.RunAsync(connection, @case.Schema, null, cancellationToken)
        );
        await using var connection = await database.OpenAsync();
        await SqlScript.RunAsync(connection, @case.Data);
        return database;
    }

    private static void Approve(string name, string expected, string received)
    {
        if (Update)
            FolderDifference.Copy(received, expected);
        if (FolderDifference.Describe(expected, received) is not { } difference)
            return;
        var kept = Path.Combine(AppContext.BaseDirectory, "received", name);
        FolderDifference.Copy(received, kept);
        Assert.Fail(
            $"The export is not what {name}/expected has. Received: {kept}. UPDATE_CASES=1 accepts it.\n{difference}"
        );
    }

    private static void ApproveReport(CaseFolder @case, string received)
    {
        if (Update)
            File.WriteAllText(@case.Report, received);
        var expected = File.Exists(@case.Report) ? File.ReadAllText(@case.Report) : "";
        if (FolderDifference.Describe("report.txt", expected, received) is { } difference)
            Assert.Fail(
                $"The tool did not say what {@case.Name}/report.txt has. UPDATE_CASES=1 accepts it.\n{difference}"
            );
    }
}
