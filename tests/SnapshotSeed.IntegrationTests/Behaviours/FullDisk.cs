using System.Diagnostics;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>No space for the snapshot, for the target's rows, or for what the tool has to say.</summary>
[Collection(OneServer.Name)]
public sealed class FullDisk(PostgresFixture postgres)
{
    private const string Schema = "CREATE TABLE small (id integer PRIMARY KEY); CREATE TABLE large (id integer PRIMARY KEY, text text)";
    private const string Data = "INSERT INTO small VALUES (1); INSERT INTO large SELECT n, repeat('x', 900) FROM generate_series(1, 1000) n";

    [SkippableFact]
    public async Task Under_the_snapshot_leaves_the_old_one_as_it_was()
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var disk = await SmallDisk.MountAsync(scenario.Parent, "400k");
        var folder = Path.Combine(disk.Path, "snapshot");
        await scenario.ExportAsync(new ExportOptions { Limit = 10 }, folder);
        var kept = Path.Combine(scenario.Parent, "kept");
        FolderDifference.Copy(folder, kept);

        var run = await Tool.RunToEndAsync(CancellationToken.None, "export", "--source", scenario.Source.Url, "--snapshot", folder, "--limit", "1000");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"cannot write the snapshot folder {folder}: No space left on device", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Check free space", run.Errors, StringComparison.Ordinal);
        FolderDifference.AssertNone(kept, folder);
        Assert.Equal([folder], Directory.GetFileSystemEntries(disk.Path));
    }

    [SkippableFact]
    public async Task Of_the_target_leaves_its_rows_as_they_were()
    {
        await using var scenario = await Scenario.ExportedAsync(postgres, Schema, Data, new ExportOptions { Limit = 1000 });
        await using var disk = await SmallDisk.MountAsync(scenario.Parent, "400k");
        var space = Directory.CreateDirectory(Path.Combine(disk.Path, "space")).FullName;
        await SmallDisk.RunAsync("chmod", "a+x", scenario.Parent);
        await SmallDisk.RunAsync("chown", $"--reference={postgres.Server.SocketDirectory}", space);
        await scenario.Target.ExecuteAsync($"CREATE TABLESPACE small_disk LOCATION '{space}'");
        try
        {
            await scenario.Target.ExecuteAsync("ALTER TABLE large SET TABLESPACE small_disk");

            var run = await Tool.RunToEndAsync(CancellationToken.None, "import", "--target", scenario.Target.Url, "--snapshot", scenario.Folder);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("No space left on device (error 53100)", run.Errors, StringComparison.Ordinal);
            Assert.Contains("The server's disk is full; free space and run again. Nothing was changed.", run.Errors, StringComparison.Ordinal);
            Assert.Equal("0 0", await scenario.Target.ScalarAsync("SELECT (SELECT count(*) FROM small) || ' ' || (SELECT count(*) FROM large)"));
        }
        finally
        {
            await scenario.Target.ExecuteAsync("ALTER TABLE large SET TABLESPACE pg_default");
            await scenario.Target.ExecuteAsync("DROP TABLESPACE small_disk");
        }
    }

    [SkippableFact]
    public async Task Under_the_output_is_a_failure_that_says_what_was_done()
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);

        var run = await Tool.RunRedirectedAsync(">/dev/full", "export", "--source", scenario.Source.Url, "--snapshot", scenario.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: No space left on device", run.Errors, StringComparison.Ordinal);
        Assert.Contains("The export was completed", run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(scenario.Path("small.tsv")));
    }

    [SkippableFact]
    public async Task Under_the_log_hides_no_other_failure()
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);

        var well = await Tool.RunAsync("export", "--source", scenario.Source.Url, "--snapshot", scenario.Folder, "--log-file", "/dev/full");
        File.Delete(scenario.Path("snapshot.json"));
        var badly = await Tool.RunAsync("export", "--source", scenario.Source.Url, "--snapshot", scenario.Folder, "--log-file", "/dev/full");

        Assert.Equal((1, 1), (well.ExitCode, badly.ExitCode));
        Assert.Contains("'/dev/full'", well.Errors, StringComparison.Ordinal);
        Assert.Contains("The export was completed", well.Errors, StringComparison.Ordinal);
        Assert.Contains("is no file of the previous snapshot", badly.Errors, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public async Task Under_the_messages_leaves_the_exit_code(string redirection)
    {
        _ = postgres.Server;

        Assert.Equal(2, (await Tool.RunRedirectedAsync(redirection, "export")).ExitCode);
    }
}

/// <summary>A file system of a few kilobytes in memory. To mount one takes root, and a container that lets it.</summary>
file sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallDisk> MountAsync(string parent, string size)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root of a Linux machine can mount a small file system.");
        var path = Directory.CreateDirectory(System.IO.Path.Combine(parent, "disk")).FullName;
        Skip.If(await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size},mode=755", "snapshotseed-tests", path) != 0, "This machine does not let root mount a small file system.");
        return new SmallDisk(path);
    }

    public static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", Path);
}
