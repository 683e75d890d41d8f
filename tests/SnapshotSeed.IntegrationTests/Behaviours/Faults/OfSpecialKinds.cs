using SnapshotSeed.Cli;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>
/// Faults that belong to one phase: a session that is about to be, an answer that does not come, rows of which some are
/// there.
/// </summary>
[Collection(OneServer.Name)]
public sealed class OfSpecialKinds(SpareServerFixture server)
{
    [SkippableTheory]
    [InlineData("the network is cut")]
    [InlineData("cancelled")]
    public async Task While_connecting_nothing_begins(string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);

        var run = await Bench.RunAsync(
            Fault.Named(fault),
            server,
            shop.Source,
            Wire.Before(shop.Source, "application_name"),
            url => ["export", "--source", url, "--snapshot", shop.Folder]
        );

        Assert.True(run.ExitCode == Fault.Named(fault).ExitCode, run.ToString());
        Assert.Equal(fault != "cancelled", run.Failure is ToolException);
        Assert.StartsWith("error: ", run.Errors, StringComparison.Ordinal);
        Assert.Matches("(hint|note): ", run.Errors);
        Bench.AssertDiscreet(run);
        Bench.AssertFolderIsAsItWas(shop);
    }

    [SkippableFact]
    public async Task Of_a_network_that_swallows_the_first_packet_end_at_the_connection_timeout()
    {
        await using var shop = await Bench.ChangedAsync(server);
        await using var wire = Wire.Before(shop.Target, "application_name");

        var run = await Tool.RunToEndAsync(
            CancellationToken.None,
            "import",
            "--target",
            wire.Url(Bench.Password, "&connect_timeout=1"),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(1, run.ExitCode);
        TextAssert.Contains(Assert.IsType<ToolException>(run.Failure).Message, "target", shop.Target.Name);
    }

    /// <summary>Some rows are in a file by then, and that in the temporary folder.</summary>
    [SkippableTheory]
    [InlineData("the network is cut")]
    [InlineData("cancelled")]
    public async Task In_the_middle_of_the_rows_the_folder_is_as_it_was(string fault)
    {
        await using var shop = await Bench.ChangedAsync(server);

        var run = await Bench.RunAsync(
            Fault.Named(fault),
            server,
            shop.Source,
            Wire.Within(shop.Source, "5500"),
            url =>
                [
                    "export",
                    "--source",
                    url,
                    "--snapshot",
                    shop.Folder,
                    "--limit",
                    "6000",
                    "--tables",
                    "numbers",
                    "--replace",
                ]
        );

        Bench.AssertFailed(Fault.Named(fault), run, ServerFailure.NothingChanged);
        Bench.AssertFolderIsAsItWas(shop);
    }

    [SkippableFact]
    public async Task In_the_answer_to_the_commit_leave_it_open_and_say_so()
    {
        await using var shop = await Bench.ChangedAsync(server);
        var cut = Fault.Named("the network is cut");

        var run = await Bench.RunAsync(
            cut,
            server,
            shop.Target,
            Wire.After(shop.Target, "COMMIT\0"),
            url => ["import", "--target", url, "--snapshot", shop.Folder]
        );

        Assert.Equal(1, run.ExitCode);
        var lost = Assert.IsType<SnapshotSeedException>(run.Failure);
        Approval.Verify(
            new FailureTranscript().Of("a connection that is lost during the commit", lost).ToString(),
            "lost-commit"
        );
        TextAssert.Contains(run.Errors, "again");
        Assert.DoesNotContain(ServerFailure.NothingChanged, run.Errors, StringComparison.Ordinal);
        Bench.AssertDiscreet(run);
        Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
    }

    /// <summary>To the server, whoever is held up by the network does nothing.</summary>
    [SkippableFact]
    public async Task Of_a_session_that_is_idle_too_long_the_timeout_is_named()
    {
        await using var shop = await Bench.ChangedAsync(server);
        var before = await shop.Target.ContentAsync();
        await using var wire = Wire.Before(shop.Target, "CREATE TEMPORARY TABLE");
        var import = Tool.RunToEndAsync(
            CancellationToken.None,
            "import",
            "--target",
            wire.Url(Bench.Password, "&options=-c%20idle_in_transaction_session_timeout=500ms"),
            "--snapshot",
            shop.Folder
        );
        await Task.WhenAny(wire.Reached, import);

        await Bench.IsAloneAsync(shop.Target);
        wire.Release();
        var run = await import;

        Bench.AssertFailed(
            new Fault("idle", 1, "Raise idle_in_transaction_session_timeout", _ => Task.CompletedTask),
            run,
            ServerFailure.NothingChanged
        );
        Assert.Equal(before, await shop.Target.ContentAsync());
    }

    [SkippableFact]
    public async Task Of_a_server_that_is_gone_without_a_word_end_at_the_second_Ctrl_C()
    {
        await using var shop = await Bench.ChangedAsync(server);
        await using var wire = Wire.Into(shop.Target, "pg_try_advisory_xact_lock");
        using var tool = Tool.Start("import", "--target", wire.Url(Bench.Password), "--snapshot", shop.Folder);
        await Task.WhenAny(wire.Reached, tool.EndAsync());

        // A second one at once counts as the first; only one after a second means that the user has had enough.
        await tool.InterruptAsync();
        await tool.InterruptAsync();
        await Task.WhenAny(tool.EndAsync(), Task.Delay(TimeSpan.FromSeconds(1.1)));
        await tool.InterruptAsync();

        var run = await tool.EndAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(130, run.ExitCode);
        Assert.Empty(run.Output);
    }
}
