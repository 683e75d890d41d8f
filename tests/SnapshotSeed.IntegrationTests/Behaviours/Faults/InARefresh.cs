using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>
/// A refresh is an export, an import and a verification: what was completed stays, and the message says what that is.
/// </summary>
[Collection(OneServer.Name)]
public sealed class InARefresh(SpareServerFixture server)
{
    private static readonly (string Side, string Phase, string Text, string Standing)[] Phases =
    [
        ("source", "the guard", "pg_try_advisory_xact_lock", ServerFailure.NothingChanged),
        ("target", "the guard", "pg_try_advisory_xact_lock", ServerFailure.NothingChanged),
        ("source", "the catalog", "pg_catalog.pg_constraint", ServerFailure.NothingChanged),
        ("source", "reading the rows", "c.\"email\"", ServerFailure.NothingChanged),
        ("target", "the lock", "pg_try_advisory_xact_lock(6", RefreshVerb.Exported),
        ("target", "inserting", "INSERT INTO \"public\".\"items\"", RefreshVerb.Exported),
        ("target", "the references", "AND NOT EXISTS (SELECT FROM ONLY", RefreshVerb.Imported),
    ];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var (side, phase, _, _) in Phases)
            {
                foreach (var fault in Fault.All)
                    cases.Add(side, phase, fault.Name);
            }

            return cases;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task What_was_completed_stays_and_is_said(string side, string phase, string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);
        var before = await shop.Target.ContentAsync();
        var (_, _, text, standing) = Phases.Single(one => (one.Side, one.Phase) == (side, phase));
        var database = side == "source" ? shop.Source : shop.Target;

        var run = await Bench.RunAsync(
            Fault.Named(fault),
            server,
            database,
            Wire.Before(database, text),
            url =>
                [
                    "refresh",
                    "--source",
                    side == "source" ? url : shop.Source.Url,
                    "--target",
                    side == "target" ? url : shop.Target.Url,
                    "--snapshot",
                    shop.Folder,
                    "--limit",
                    "6000",
                    "--json",
                ]
        );

        Bench.AssertFailed(Fault.Named(fault), run, standing);
        if (standing == ServerFailure.NothingChanged)
            Bench.AssertFolderIsAsItWas(shop);
        else
            Assert.Contains(
                "changed since",
                await File.ReadAllTextAsync(shop.Path("customers.tsv")),
                StringComparison.Ordinal
            );
        if (standing == RefreshVerb.Imported)
            Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        else
            Assert.Equal(before, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task A_target_that_cannot_take_the_rows_is_as_it_was_and_the_folder_is_the_new_one()
    {
        await using var shop = await Bench.ChangedAsync(server);
        await shop.Target.ExecuteAsync("ALTER TABLE items RENAME product TO article");
        var before = await shop.Target.ContentAsync();

        var run = await RefreshAsync(shop, shop.Source.Url, shop.Target.Url);

        Assert.True(run.ExitCode == 1, run.ToString());
        TextAssert.Contains(run.Errors, "items.tsv line 1", "schema_migrations");
        Assert.Contains(RefreshVerb.Exported, run.Errors, StringComparison.Ordinal);
        TextAssert.DoesNotContain(run.Errors, "Nothing");
        Assert.Contains(
            "changed since",
            await File.ReadAllTextAsync(shop.Path("customers.tsv")),
            StringComparison.Ordinal
        );
        Assert.Equal(before, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task A_target_that_is_lost_during_the_export_is_as_it_was()
    {
        await using var shop = await Bench.ChangedAsync(server);
        var before = await shop.Target.ContentAsync();
        await using var wire = Wire.Before(shop.Source, "c.\"email\"");
        var refresh = RefreshAsync(shop, wire.Url(Bench.Password), shop.Target.Url);
        await Task.WhenAny(wire.Reached, refresh);

        await shop.Target.ExecuteAsync($"SELECT pg_terminate_backend(pid, 10000) {HeldRun.Sessions}");
        wire.Release();
        var run = await refresh;

        Bench.AssertFailed(Fault.Named("the session is terminated"), run, RefreshVerb.Exported);
        Assert.Equal(before, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task A_source_that_is_lost_during_the_import_does_no_harm()
    {
        await using var shop = await Bench.ChangedAsync(server);
        await using var wire = Wire.Before(shop.Target, "pg_try_advisory_xact_lock(6");
        var refresh = RefreshAsync(shop, shop.Source.Url, wire.Url(Bench.Password));
        await Task.WhenAny(wire.Reached, refresh);

        await shop.Source.ExecuteAsync($"SELECT pg_terminate_backend(pid, 10000) {HeldRun.Sessions}");
        wire.Release();
        var run = await refresh;

        // The target's own row is another one than the snapshot's.
        Assert.True(run.ExitCode == 3, run.ToString());
    }

    private static Task<ToolRun> RefreshAsync(Scenario shop, string source, string target) =>
        Tool.RunToEndAsync(
            CancellationToken.None,
            "refresh",
            "--source",
            source,
            "--target",
            target,
            "--snapshot",
            shop.Folder,
            "--limit",
            "6000",
            "--json"
        );
}
