using System.Diagnostics;
using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>No space for the snapshot, for the target's rows, or for what the tool has to say.</summary>
[Collection(OneServer.Name)]
public sealed class FullDisk(PostgresFixture postgres)
{
    private const string Schema =
        "CREATE TABLE small (id integer PRIMARY KEY); CREATE TABLE large (id integer PRIMARY KEY, text text)";
    private const string Data =
        "INSERT INTO small VALUES (1); INSERT INTO large SELECT n, repeat('x', 900) FROM generate_series(1, 1000) n";

    [SkippableFact]
    public async Task Under_the_snapshot_leaves_the_old_one_as_it_was()
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var disk = await SmallDisk.MountAsync(scenario.Parent, "size=400k");
        var folder = Path.Combine(disk.Path, "snapshot");
        await scenario.ExportAsync(new ExportOptions { Limit = 10 }, folder);
        var kept = Path.Combine(scenario.Parent, "kept");
        FolderDifference.Copy(folder, kept);

        var run = await Tool.RunToEndAsync(
            CancellationToken.None,
            "export",
            "--source",
            scenario.Source.Url,
            "--snapshot",
            folder,
            "--limit",
            "1000"
        );

        Assert.Equal(1, run.ExitCode);
        AssertCannotWrite(run, folder);
        FolderDifference.AssertNone(kept, folder);
        Assert.Equal([folder], Directory.GetFileSystemEntries(disk.Path));
    }

    /// <summary>
    /// One page or one entry more each time, until there is room: so each write is refused once, of the lock to the
    /// last of the manifest.
    /// </summary>
    [SkippableTheory]
    [InlineData("size=400k")]
    [InlineData("nr_inodes=40")]
    public async Task Under_any_file_of_the_snapshot_leaves_the_old_one_as_it_was(string limit)
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var disk = await SmallDisk.MountAsync(scenario.Parent, limit);
        var folder = Path.Combine(disk.Path, "snapshot");
        var kept = Path.Combine(scenario.Parent, "kept");
        await scenario.ExportAsync(new ExportOptions { Limit = 5 }, folder);
        FolderDifference.Copy(folder, kept);
        var fillers = disk.Fill(limit.StartsWith("size", StringComparison.Ordinal) ? 4096 : 0);

        ToolRun run;
        var refused = 0;
        while (
            (
                run = await Tool.RunToEndAsync(
                    CancellationToken.None,
                    "export",
                    "--source",
                    scenario.Source.Url,
                    "--snapshot",
                    folder,
                    "--limit",
                    "15"
                )
            ).ExitCode != 0
        )
        {
            refused++;
            Assert.Equal(1, run.ExitCode);
            AssertCannotWrite(run, folder);
            FolderDifference.AssertNone(kept, folder);
            Assert.Equal(fillers.Append(folder).Order(), Directory.GetFileSystemEntries(disk.Path).Order());
            File.Delete(fillers.Pop());
        }

        // Of the larger file there is more than one page; the probe, the lock, the folder and each file are an entry.
        Assert.InRange(refused, 5, 15);
        Assert.Equal(16, (await File.ReadAllLinesAsync(Path.Combine(folder, "large.tsv"))).Length);
    }

    /// <summary>
    /// What goes beyond a limit of files is refused as what goes beyond a disk is, and no file system has to be
    /// mounted.
    /// </summary>
    [SkippableTheory]
    [InlineData("a table", "large")]
    [InlineData("the manifest", "wide")]
    public async Task Under_one_file_leaves_the_old_snapshot_as_it_was(string file, string table)
    {
        _ = file;
        await using var scenario = await Scenario.ExportedAsync(
            postgres,
            $"{Schema}; CREATE TABLE wide (a integer, b integer, c integer, d integer, e integer, f integer, g integer, h integer)",
            $"{Data}; INSERT INTO wide VALUES (1)",
            new ExportOptions { Limit = 5 }
        );
        var kept = Path.Combine(scenario.Parent, "kept");
        FolderDifference.Copy(scenario.Folder, kept);

        var run = await Tool.RunWithFileLimitAsync(
            1,
            "export",
            "--source",
            scenario.Source.Url,
            "--snapshot",
            scenario.Folder,
            "--replace",
            "--tables",
            table
        );

        Assert.True(run.ExitCode == 1, run.ToString());
        TextAssert.Contains(run.Errors, scenario.Folder);
        FolderDifference.AssertNone(kept, scenario.Folder);
        Assert.Equal([kept, scenario.Folder], Directory.GetFileSystemEntries(scenario.Parent).Order());
    }

    /// <summary>
    /// What is larger than work_mem is sorted in temporary files, unless several workers have one each.
    /// </summary>
    [SkippableTheory]
    [InlineData("temp_file_limit", PostgresErrorCodes.ConfigurationLimitExceeded)]
    [InlineData("temp_tablespaces", PostgresErrorCodes.DiskFull)]
    public async Task Under_the_sources_temporary_files_leaves_no_snapshot(string setting, string sqlState)
    {
        await using var scenario = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE heap (text text, number numeric)",
            "INSERT INTO heap SELECT repeat('x', 1900) || n, n FROM generate_series(1, 40000) n"
        );
        await using var space =
            setting == "temp_tablespaces"
                ? await SmallSpace.CreateAsync(postgres, scenario.Source, scenario.Parent)
                : null;
        await scenario.Source.ExecuteAsync(
            $"ALTER DATABASE {scenario.Source.Name} SET max_parallel_workers_per_gather = 0"
        );
        await scenario.Source.ExecuteAsync(
            $"ALTER DATABASE {scenario.Source.Name} SET {setting} = {(space is null ? "0" : SmallSpace.Name)}"
        );

        var run = await Tool.RunToEndAsync(
            CancellationToken.None,
            "export",
            "--source",
            scenario.Source.Url,
            "--snapshot",
            scenario.Folder,
            "--limit",
            "40000"
        );

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal(sqlState, Assert.IsType<StatementException>(run.Failure).SqlState);
        Assert.Contains(ServerFailure.NothingChanged, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scenario.Folder));
    }

    [SkippableFact]
    public async Task Under_the_targets_temporary_tables_leaves_its_rows_as_they_were()
    {
        await using var scenario = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE large (id integer PRIMARY KEY, text text)",
            "INSERT INTO large SELECT n, repeat('x', 90) FROM generate_series(1, 6000) n",
            new ExportOptions { Limit = 6000 }
        );
        await using var space = await SmallSpace.CreateAsync(postgres, scenario.Target, scenario.Parent);
        await scenario.Target.ExecuteAsync(
            $"ALTER DATABASE {scenario.Target.Name} SET temp_tablespaces = {SmallSpace.Name}"
        );

        var run = await Tool.RunToEndAsync(
            CancellationToken.None,
            "import",
            "--target",
            scenario.Target.Url,
            "--snapshot",
            scenario.Folder
        );

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal(PostgresErrorCodes.DiskFull, Assert.IsType<StatementException>(run.Failure).SqlState);
        Assert.Contains(ServerFailure.NothingChanged, run.Errors, StringComparison.Ordinal);
        Assert.Equal("0", await scenario.Target.ScalarAsync("SELECT count(*) FROM large"));
    }

    [SkippableFact]
    public async Task Of_the_target_leaves_its_rows_as_they_were()
    {
        await using var scenario = await Scenario.ExportedAsync(
            postgres,
            Schema,
            Data,
            new ExportOptions { Limit = 1000 }
        );
        await using var space = await SmallSpace.CreateAsync(postgres, scenario.Target, scenario.Parent);
        await scenario.Target.ExecuteAsync($"ALTER TABLE large SET TABLESPACE {SmallSpace.Name}");

        var run = await Tool.RunToEndAsync(
            CancellationToken.None,
            "import",
            "--target",
            scenario.Target.Url,
            "--snapshot",
            scenario.Folder
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(PostgresErrorCodes.DiskFull, Assert.IsType<StatementException>(run.Failure).SqlState);
        Assert.Contains(ServerFailure.NothingChanged, run.Errors, StringComparison.Ordinal);
        Assert.Equal(
            "0 0",
            await scenario.Target.ScalarAsync(
                "SELECT (SELECT count(*) FROM small) || ' ' || (SELECT count(*) FROM large)"
            )
        );
    }

    [SkippableFact]
    public async Task Under_the_output_is_a_failure_that_says_what_was_done()
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);

        var run = await Tool.RunRedirectedAsync(
            ">/dev/full",
            "export",
            "--source",
            scenario.Source.Url,
            "--snapshot",
            scenario.Folder
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(ExportVerb.Exported, run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(scenario.Path("small.tsv")));
    }

    [SkippableFact]
    public async Task Under_the_log_hides_no_other_failure()
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);

        var well = await Tool.RunAsync(
            "export",
            "--source",
            scenario.Source.Url,
            "--snapshot",
            scenario.Folder,
            "--log-file",
            "/dev/full"
        );
        File.Delete(scenario.Path("snapshot.json"));
        var badly = await Tool.RunAsync(
            "export",
            "--source",
            scenario.Source.Url,
            "--snapshot",
            scenario.Folder,
            "--log-file",
            "/dev/full"
        );

        Assert.Equal((1, 1), (well.ExitCode, badly.ExitCode));
        Assert.Contains("'/dev/full'", well.Errors, StringComparison.Ordinal);
        Assert.Contains(ExportVerb.Exported, well.Errors, StringComparison.Ordinal);
        TextAssert.Contains(badly.Errors, scenario.Path("small.tsv"));
    }

    [SkippableTheory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public async Task Under_the_messages_leaves_the_exit_code(string redirection)
    {
        _ = postgres.Server;

        Assert.Equal(2, (await Tool.RunRedirectedAsync(redirection, "export")).ExitCode);
    }

    private static void AssertCannotWrite(ToolRun run, string folder)
    {
        var refusal = Assert.IsType<SnapshotSeedException>(run.Failure);
        TextAssert.Contains(refusal.Message, folder);
        Assert.IsType<IOException>(refusal.InnerException);
    }
}

/// <summary>
/// A file system of a few kilobytes in memory. To mount one takes root, and a container that lets it.
/// </summary>
file sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallDisk> MountAsync(string parent, string limit)
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root of a Linux machine can mount a small file system."
        );
        var path = Directory.CreateDirectory(System.IO.Path.Combine(parent, "disk")).FullName;
        Skip.If(
            await RunAsync("mount", "-t", "tmpfs", "-o", $"{limit},mode=755", "snapshotseed-tests", path) != 0,
            "This machine does not let root mount a small file system."
        );
        return new SmallDisk(path);
    }

    /// <summary>Writes files of one size until there is no room for another.</summary>
    public Stack<string> Fill(int bytes)
    {
        var files = new Stack<string>();
        while (true)
        {
            var file = System.IO.Path.Combine(Path, $"filler{files.Count}");
            try
            {
                File.WriteAllBytes(file, new byte[bytes]);
                files.Push(file);
            }
            catch (IOException)
            {
                File.Delete(file);
                return files;
            }
        }
    }

    public static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await Wait.ForAsync($"{program} ends", process.WaitForExitAsync());
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", Path);
}

/// <summary>A tablespace on such a disk.</summary>
file sealed class SmallSpace : IAsyncDisposable
{
    public const string Name = "small_disk";

    private readonly SmallDisk disk;
    private readonly TestDatabase database;

    private SmallSpace(SmallDisk disk, TestDatabase database)
    {
        this.disk = disk;
        this.database = database;
    }

    public static async Task<SmallSpace> CreateAsync(PostgresFixture postgres, TestDatabase database, string parent)
    {
        var disk = await SmallDisk.MountAsync(parent, "size=400k");
        var folder = Directory.CreateDirectory(Path.Combine(disk.Path, "space")).FullName;
        await SmallDisk.RunAsync("chmod", "a+x", parent);
        await SmallDisk.RunAsync("chown", $"--reference={postgres.Server.SocketDirectory}", folder);
        await database.ExecuteAsync($"CREATE TABLESPACE {Name} LOCATION '{folder}'");
        return new SmallSpace(disk, database);
    }

    public async ValueTask DisposeAsync()
    {
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} RESET ALL");
        await database.ExecuteAsync("DROP TABLE IF EXISTS large");
        await database.ExecuteAsync($"DROP TABLESPACE {Name}");
        await disk.DisposeAsync();
    }
}
