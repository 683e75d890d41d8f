using SnapshotSeed.Cli;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>
/// Everything that can end a run from outside, in every phase of it. Afterwards target and folder are as they were, the
/// exit code is right, the message has a next step and no password, and the next run works. The server is the spare
/// one, because some faults are the whole server's.
/// </summary>
[Collection(OneServer.Name)]
public sealed class InEveryPhase(SpareServerFixture server)
{
    public static TheoryData<string, string> OfAnExport => Cases(Phases.Export);

    public static TheoryData<string, string> OfAnImport => Cases(Phases.Import);

    public static TheoryData<string, string> AtTheEndOfAnImport => Cases(Phases.LastOfImport);

    public static TheoryData<string, string> OfADiagnosis => Cases(Phases.Diagnosis);

    public static TheoryData<string, string> OfAVerification => Cases(Phases.Verification);

    public static TheoryData<string> Names => [.. Fault.All.Select(fault => fault.Name)];

    [SkippableTheory]
    [MemberData(nameof(OfAnExport))]
    public async Task Of_an_export_the_folder_is_as_it_was(string phase, string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);
        var before = await shop.Target.ContentAsync();

        var run = await RunAsync(
            fault,
            shop.Source,
            Named(Phases.Export, phase),
            url => ["export", "--source", url, "--snapshot", shop.Folder, "--limit", "1"]
        );

        Bench.AssertFailed(Fault.Named(fault), run, ServerFailure.NothingChanged);
        Bench.AssertFolderIsAsItWas(shop);
        Assert.Equal(before, await shop.Target.ContentAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(OfAnImport))]
    public async Task Of_an_import_the_target_is_as_it_was(string phase, string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);
        var before = await shop.Target.ContentAsync();

        var run = await RunAsync(
            fault,
            shop.Target,
            Named(Phases.Import, phase),
            url => ["import", "--target", url, "--snapshot", shop.Folder]
        );

        Bench.AssertFailed(Fault.Named(fault), run, ServerFailure.NothingChanged);
        Assert.Equal(before, await shop.Target.ContentAsync());
        Bench.AssertFolderIsAsItWas(shop);
        Assert.Equal(Bench.Rows - 1, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
    }

    [SkippableTheory]
    [MemberData(nameof(AtTheEndOfAnImport))]
    public async Task At_the_end_of_an_import_the_targets_rows_are_as_they_were(string phase, string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);
        var before = await shop.Target.ContentAsync(withSequences: false);

        var run = await RunAsync(
            fault,
            shop.Target,
            Named(Phases.LastOfImport, phase),
            url => ["import", "--target", url, "--snapshot", shop.Folder]
        );

        if (run.ExitCode == 0)
        {
            // A COMMIT that was under way when the user cancelled may be done, and no timeout of statements ends one.
            Assert.True((phase, fault) is ("the commit", "cancelled" or "a statement times out"), run.ToString());
            TextAssert.Contains(run.Output, "6017");
        }
        else
        {
            Bench.AssertFailed(Fault.Named(fault), run, phase == "the commit" ? "" : ServerFailure.NothingChanged);
            Assert.Equal(before, await shop.Target.ContentAsync(withSequences: false));
        }

        Assert.Equal(Bench.Rows, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted + table.Skipped));
        Assert.Empty((await shop.VerifyAsync()).Sequences);
    }

    [SkippableTheory]
    [MemberData(nameof(OfADiagnosis))]
    public async Task Of_a_diagnosis_the_target_is_as_it_was(string phase, string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);
        await shop.EditAsync("orders.tsv", "10.00", "-10.00");
        var before = await shop.Target.ContentAsync();

        var run = await RunAsync(
            fault,
            shop.Target,
            Named(Phases.Diagnosis, phase),
            url => ["import", "--target", url, "--snapshot", shop.Folder]
        );

        Bench.AssertFailed(Fault.Named(fault), run, ServerFailure.NothingChanged);
        Assert.Equal(before, await shop.Target.ContentAsync());
        var refusal = await shop.RefusalAsync();
        Assert.Equal((RowProblemKind.Check, "orders.tsv", 2), refusal.Problem().Place());
        Assert.Equal("total_is_positive", refusal.Problem().Constraint);
    }

    [SkippableTheory]
    [MemberData(nameof(OfAVerification))]
    public async Task Of_a_verification_there_is_no_verdict(string phase, string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);
        await shop.ImportAsync();
        var before = await shop.Target.ContentAsync();

        var run = await RunAsync(
            fault,
            shop.Target,
            Named(Phases.Verification, phase),
            url => ["verify", "--target", url, "--snapshot", shop.Folder]
        );

        // Whoever cancels the last statement is too late.
        if (run.ExitCode == 3)
            Assert.Equal(("the sequences", "cancelled"), (phase, fault));
        else
            Bench.AssertFailed(Fault.Named(fault), run, ServerFailure.NothingChanged);
        Assert.Equal(before, await shop.Target.ContentAsync());
        Bench.AssertFolderIsAsItWas(shop);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task After_the_last_row_of_an_export_it_does_no_harm(string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);

        var run = await Bench.RunAsync(
            Fault.Named(fault),
            server,
            shop.Source,
            Wire.Before(shop.Source, "ROLLBACK"),
            url => ["export", "--source", url, "--snapshot", shop.Folder, "--limit", "1"]
        );

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains(
            "changed since",
            await File.ReadAllTextAsync(shop.Path("customers.tsv")),
            StringComparison.Ordinal
        );
    }

    private static Phase Named(IEnumerable<Phase> phases, string name) => phases.Single(phase => phase.Name == name);

    private static TheoryData<string, string> Cases(IEnumerable<Phase> phases)
    {
        var cases = new TheoryData<string, string>();
        foreach (var phase in phases)
        {
            foreach (var fault in Fault.All)
                cases.Add(phase.Name, fault.Name);
        }

        return cases;
    }

    private Task<ToolRun> RunAsync(
        string fault,
        TestDatabase database,
        Phase phase,
        Func<string, string[]> arguments
    ) =>
        Bench.RunAsync(
            Fault.Named(fault),
            server,
            database,
            Wire.Before(database, phase.Text),
            url => [.. arguments(url), .. phase.Options]
        );
}
