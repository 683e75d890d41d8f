using System.Security.Cryptography;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Writing;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class SnapshotWriting : IDisposable
{
    private readonly TemporaryDirectory parent = new();

    private string Target => parent["seed"];

    public void Dispose() => parent.Dispose();

    [Fact]
    public async Task Makes_the_folder_and_those_above_it()
    {
        var deep = Path.Combine(parent.Path, "a", "b", "seed");

        await ExportAsync(deep, "users");

        Assert.Equal(["snapshot.json", "users.tsv"], Names(deep));
        Assert.Equal(["seed"], Names(Path.GetDirectoryName(deep)!));
    }

    [Fact]
    public async Task Yields_a_snapshot_that_reads_back_unedited()
    {
        await ExportAsync(Target, "users", "tags");

        var snapshot = await SnapshotReader.ReadAsync(Target, new(), CancellationToken.None);

        Assert.Equal(["users False", "tags False"], snapshot.Tables.Select(table => $"{table.Name} {table.IsEdited}"));
    }

    [Fact]
    public async Task Tells_the_hash_of_what_it_wrote()
    {
        await using var writer = SnapshotFolderWriter.Create(Target);
        var sha256 = await WriteTableAsync(writer, "users");

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("id\n1\n"u8)), sha256);
    }

    [Fact]
    public async Task Replaces_the_previous_snapshot_and_keeps_what_others_put_there()
    {
        await ExportAsync(Target, "users", "tags");
        File.WriteAllText(Path.Combine(Target, "README.md"), "mine");
        File.WriteAllText(Path.Combine(Target, "stranger.tsv"), "mine");
        Directory.CreateDirectory(Path.Combine(Target, "sub", "deeper"));
        File.WriteAllText(Path.Combine(Target, "sub", "deeper", "x"), "mine");
        File.CreateSymbolicLink(Path.Combine(Target, "link"), "nowhere");

        await ExportAsync(Target, "users", "orders");

        Assert.Equal(
            ["README.md", "link", "orders.tsv", "snapshot.json", "stranger.tsv", "sub", "users.tsv"],
            Names(Target)
        );
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Target, "sub", "deeper", "x")));
        Assert.Equal("nowhere", new FileInfo(Path.Combine(Target, "link")).LinkTarget);
        Assert.Equal(["seed"], Names(parent.Path));
    }

    [Fact]
    public async Task Refuses_to_write_over_a_file_that_is_not_its_own()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "users.tsv"), "mine");

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() => ExportAsync(Target, "users"));

        TextAssert.Contains(error.Message, Path.Combine(Target, "users.tsv"));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Target, "users.tsv")));
        Assert.Equal(["users.tsv"], Names(Target));
        Assert.Equal(["seed"], Names(parent.Path));
    }

    [Fact]
    public async Task Never_removes_what_a_manifest_names_outside_the_folder()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(parent["outside.tsv"], "mine");
        HandWrittenFolder.WriteManifest(
            Target,
            HandWrittenFolder.Table("users", "id\n") with
            {
                File = "../outside.tsv",
            }
        );

        await ExportAsync(Target, "users");

        Assert.Equal("mine", File.ReadAllText(parent["outside.tsv"]));
    }

    [Fact]
    public async Task Leaves_the_old_folder_as_it_was_when_not_committed()
    {
        await ExportAsync(Target, "users");
        var before = File.ReadAllBytes(Path.Combine(Target, Manifest.FileName));

        await using (var writer = SnapshotFolderWriter.Create(Target))
            await WriteTableAsync(writer, "tags");

        Assert.Equal(["snapshot.json", "users.tsv"], Names(Target));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Target, Manifest.FileName)));
        Assert.Equal(["seed"], Names(parent.Path));
    }

    [Fact]
    public async Task Leaves_nothing_when_not_committed_the_first_time()
    {
        await using (var writer = SnapshotFolderWriter.Create(Target))
            await WriteTableAsync(writer, "tags");

        Assert.Empty(Names(parent.Path));
    }

    [Fact]
    public async Task Leaves_the_old_folder_as_it_was_when_a_table_fails()
    {
        await ExportAsync(Target, "users");

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var writer = SnapshotFolderWriter.Create(Target);
            await writer.WriteTableAsync("tags.tsv", _ => throw new InvalidOperationException());
        });

        Assert.Equal(["snapshot.json", "users.tsv"], Names(Target));
        Assert.Equal(["seed"], Names(parent.Path));
    }

    [Fact]
    public async Task Leaves_the_old_folder_as_it_was_when_cancelled()
    {
        await ExportAsync(Target, "users");

        await using (var writer = SnapshotFolderWriter.Create(Target))
        {
            await WriteTableAsync(writer, "tags");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                writer.CommitAsync(new Manifest(null, []), new CancellationToken(canceled: true))
            );
        }

        Assert.Equal(["snapshot.json", "users.tsv"], Names(Target));
        Assert.Equal(["seed"], Names(parent.Path));
    }

    /// <summary>
    /// Where the system cannot exchange two folders, the old one stands beside its place for a moment.
    /// </summary>
    [Theory]
    [InlineData(new[] { "seed.abcdefgh.123.tmp", "seed.abcdefgh.123.tmp.old" }, "old")]
    [InlineData(new[] { "seed", "seed.abcdefgh.123.tmp.old" }, "new")]
    public void Takes_up_what_an_export_left_that_was_killed_between_two_renames(string[] folders, string expected)
    {
        using var parent = new TemporaryDirectory();
        foreach (var name in folders)
            File.WriteAllText(
                Path.Combine(
                    Directory.CreateDirectory(parent[name == "seed" ? name : $".{name}"]).FullName,
                    "snapshot.json"
                ),
                name.EndsWith(".old", StringComparison.Ordinal) ? "old" : "new"
            );
        File.WriteAllText(parent[".seed.abcdefgh.123.tmp.lock"], "");

        StagingFolder.RemoveAbandoned(parent["seed"]);

        Assert.Equal(["seed"], Names(parent.Path));
        Assert.Equal(expected, File.ReadAllText(Path.Combine(parent["seed"], "snapshot.json")));
    }

    [Fact]
    public async Task Removes_what_a_killed_export_left()
    {
        Directory.CreateDirectory(parent[".seed.abcdefgh.123.tmp"]);
        File.WriteAllText(Path.Combine(parent[".seed.abcdefgh.123.tmp"], "users.tsv"), "id\n");
        File.WriteAllText(parent[".seed.abcdefgh.123.tmp.lock"], "");
        File.WriteAllText(parent[".seed.defghijk.456.tmp.lock"], "");
        Directory.CreateDirectory(parent[".other.abcdefgh.123.tmp"]);
        File.WriteAllText(parent[".other.abcdefgh.123.tmp.lock"], "");
        Directory.CreateDirectory(parent[".seed.v2.abcdefgh.123.tmp.old"]);
        File.WriteAllText(parent[".seed.v2.abcdefgh.123.tmp.lock"], "");

        await ExportAsync(Target, "users");

        Assert.Equal(
            [
                ".other.abcdefgh.123.tmp",
                ".other.abcdefgh.123.tmp.lock",
                ".seed.v2.abcdefgh.123.tmp.lock",
                ".seed.v2.abcdefgh.123.tmp.old",
                "seed",
            ],
            Names(parent.Path)
        );
    }

    [Fact]
    public async Task Leaves_an_export_alone_that_is_still_running()
    {
        await using (var slow = SnapshotFolderWriter.Create(Target))
        {
            await WriteTableAsync(slow, "tags");

            await ExportAsync(Target, "users");
            await slow.CommitAsync(
                new Manifest(null, [HandWrittenFolder.Table("tags", "id\n1\n")]),
                CancellationToken.None
            );
        }

        Assert.Equal(["snapshot.json", "tags.tsv"], Names(Target));
        Assert.Equal(["seed"], Names(parent.Path));
    }

    [Fact]
    public async Task Makes_the_folder_that_a_symbolic_link_names()
    {
        Directory.CreateSymbolicLink(Target, "real");

        await ExportAsync(Target, "users");

        Assert.Equal("real", new DirectoryInfo(Target).LinkTarget);
        Assert.Equal(["snapshot.json", "users.tsv"], Names(Path.Combine(parent.Path, "real")));
        Assert.Equal(["real", "seed"], Names(parent.Path));
    }

    [Fact]
    public async Task Follows_a_symbolic_link_and_keeps_it()
    {
        Directory.CreateDirectory(parent["real"]);
        Directory.CreateSymbolicLink(Target, "real");

        await ExportAsync(Target, "users");
        await ExportAsync(Target, "tags");

        Assert.Equal("real", new DirectoryInfo(Target).LinkTarget);
        Assert.Equal(["snapshot.json", "tags.tsv"], Names(parent["real"]));
        Assert.Equal(["real", "seed"], Names(parent.Path));
    }

    [Fact]
    public async Task Takes_a_folder_with_a_slash_at_its_end()
    {
        await ExportAsync(Target + Path.DirectorySeparatorChar, "users");
        await ExportAsync(Target + Path.DirectorySeparatorChar, "users");

        Assert.Equal(["seed"], Names(parent.Path));
    }

    [Fact]
    public void Refuses_a_mount_point_which_nothing_can_replace()
    {
        var mounted = DriveInfo.GetDrives().First(drive => Directory.Exists(drive.Name) && drive.Name.Length > 1).Name;

        var error = Assert.Throws<SnapshotSeedException>(() => SnapshotFolderWriter.Create(mounted));

        TextAssert.Contains(error.Message, mounted);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Refuses_a_file_in_the_place_of_the_folder()
    {
        File.WriteAllText(Target, "mine");

        var error = Assert.Throws<SnapshotSeedException>(() => SnapshotFolderWriter.Create(Target));

        TextAssert.Contains(error.Message, Target);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
        Assert.Equal(["seed"], Names(parent.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/")]
    public void Refuses_a_folder_that_cannot_be_replaced(string folder) =>
        Assert.Equal(
            FailureKind.WrongUsage,
            Assert.Throws<SnapshotSeedException>(() => SnapshotFolderWriter.Create(folder)).Kind
        );

    [Fact]
    public async Task Keeps_the_permissions_of_the_folder()
    {
        if (OperatingSystem.IsWindows())
            return;
        await ExportAsync(Target, "users");
        var shared =
            UnixFileMode.UserRead
            | UnixFileMode.UserWrite
            | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead
            | UnixFileMode.GroupWrite
            | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(Target, shared);

        await ExportAsync(Target, "users");

        Assert.Equal(shared, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void Refuses_a_folder_below_a_file()
    {
        File.WriteAllText(Target, "mine");

        Assert.Throws<SnapshotSeedException>(() => SnapshotFolderWriter.Create(Path.Combine(Target, "below")));
    }

    internal static async Task ExportAsync(string folder, params string[] tables)
    {
        await using var writer = SnapshotFolderWriter.Create(folder);
        foreach (var table in tables)
            await WriteTableAsync(writer, table);
        await writer.CommitAsync(
            new Manifest(null, [.. tables.Select(table => HandWrittenFolder.Table(table, "id\n1\n"))]),
            CancellationToken.None
        );
    }

    private static Task<string> WriteTableAsync(SnapshotFolderWriter writer, string table) =>
        writer.WriteTableAsync(
            $"{table}.tsv",
            async tsv =>
            {
                await tsv.WriteHeaderAsync(["id"], CancellationToken.None);
                await tsv.WriteRowAsync(["1"], CancellationToken.None);
            }
        );

    private static IEnumerable<string> Names(string folder) =>
        Directory
            .EnumerateFileSystemEntries(folder)
            .Select(path => Path.GetFileName(path))
            .Where(name => name != ".gitattributes")
            .Order(StringComparer.Ordinal);
}
