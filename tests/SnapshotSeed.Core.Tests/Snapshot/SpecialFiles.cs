using System.Diagnostics;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Writing;

namespace SnapshotSeed.Core.Tests.Snapshot;

/// <summary>
/// Folders, pipes and devices under the names of files: reading a pipe would wait for ever, reading a device never end.
/// </summary>
public sealed class SpecialFiles : IDisposable
{
    private readonly TemporaryDirectory parent = new();

    private string Folder => parent["seed"];

    public void Dispose() => parent.Dispose();

    [Theory]
    [InlineData("folder", "users.tsv")]
    [InlineData("pipe", "users.tsv")]
    [InlineData("device", "users.tsv")]
    [InlineData("folder", "snapshot.json")]
    [InlineData("pipe", "snapshot.json")]
    [InlineData("device", "snapshot.json")]
    [InlineData("huge file", "snapshot.json")]
    [InlineData("empty file", "snapshot.json")]
    public async Task Are_not_read(string kind, string name)
    {
        if (!OperatingSystem.IsLinux() && kind is ("pipe" or "device"))
            return;
        await MakeAsync(kind, name);

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            SnapshotReader.ReadAsync(Folder, new(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20))
        );

        TextAssert.Contains(error.Message, name);
    }

    [Theory]
    [InlineData("folder", "users.tsv")]
    [InlineData("pipe", "users.tsv")]
    [InlineData("pipe", "stranger")]
    [InlineData("folder", "snapshot.json")]
    [InlineData("pipe", "snapshot.json")]
    [InlineData("huge file", "snapshot.json")]
    public async Task Are_neither_carried_over_nor_removed(string kind, string name)
    {
        if (!OperatingSystem.IsLinux() && kind is ("pipe" or "device"))
            return;
        await MakeAsync(kind, name);
        var before = Directory
            .EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToList();

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Task.Run(ExportAsync).WaitAsync(TimeSpan.FromSeconds(20))
        );

        TextAssert.Contains(error.Message, name);
        Assert.Equal(
            before,
            Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        );
        Assert.Equal([Folder], Directory.EnumerateFileSystemEntries(parent.Path));
    }

    private async Task ExportAsync()
    {
        await using var writer = SnapshotFolderWriter.Create(Folder);
        await writer.WriteTableAsync("users.tsv", tsv => tsv.WriteHeaderAsync(["id"], CancellationToken.None));
        await writer.CommitAsync(
            new Manifest(null, [HandWrittenFolder.Table("users", "id\n")]),
            CancellationToken.None
        );
    }

    /// <summary>A snapshot of one table, in which something else stands in the place of one file.</summary>
    private async Task MakeAsync(string kind, string name)
    {
        Directory.CreateDirectory(Folder);
        HandWrittenFolder.Write(Folder, ("users", "id\n1\n"));
        var path = Path.Combine(Folder, name);
        File.Delete(path);
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(path);
                await File.WriteAllTextAsync(Path.Combine(path, "mine"), "");
                break;
            case "pipe":
                using (var mkfifo = Process.Start("mkfifo", [path]))
                    await mkfifo.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
                Assert.True(Path.Exists(path));
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            default:
                await using (var file = File.Create(path))
                    file.SetLength(kind == "huge file" ? 1_000_000_000 : 0); // Without a block on the disk.
                break;
        }
    }
}
