using System.Diagnostics;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Core.Tests.Snapshots;

/// <summary>
/// Folders, pipes and devices under the names of files: reading a pipe would wait for ever, reading a device never end.
/// </summary>
public sealed class SpecialFiles : IDisposable
{
    private readonly TemporaryDirectory parent = new();

    private string Folder => parent["seed"];

    public void Dispose() => parent.Dispose();

    [Theory]
    [InlineData(
        "folder",
        "users.tsv",
        "users.tsv: a folder, pipe or device, where the manifest names a file for users"
    )]
    [InlineData("pipe", "users.tsv", "users.tsv: a folder, pipe or device, where the manifest names a file for users")]
    [InlineData(
        "device",
        "users.tsv",
        "users.tsv: a folder, pipe or device, where the manifest names a file for users"
    )]
    [InlineData(
        "folder",
        "snapshot.json",
        "snapshot.json is not a manifest of a snapshot: a folder, pipe or device, where a file is expected"
    )]
    [InlineData(
        "pipe",
        "snapshot.json",
        "snapshot.json is not a manifest of a snapshot: a folder, pipe or device, where a file is expected"
    )]
    [InlineData(
        "device",
        "snapshot.json",
        "snapshot.json is not a manifest of a snapshot: a folder, pipe or device, where a file is expected"
    )]
    [InlineData(
        "huge file",
        "snapshot.json",
        "snapshot.json is not a manifest of a snapshot: it has 1000000000 bytes, and no manifest is that large"
    )]
    [InlineData("empty file", "snapshot.json", "snapshot.json is not a manifest of a snapshot: ")]
    public async Task Are_not_read(string kind, string name, string message)
    {
        if (!OperatingSystem.IsLinux() && kind is ("pipe" or "device"))
            return;
        await MakeAsync(kind, name);

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            SnapshotReader.ReadAsync(Folder, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20))
        );

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder", "users.tsv", "users.tsv is no file of the previous snapshot, and the new one needs its name")]
    [InlineData("pipe", "users.tsv", "users.tsv is no file of the previous snapshot, and the new one needs its name")]
    [InlineData(
        "pipe",
        "stranger",
        "stranger is a pipe, socket or device, which cannot be carried over into the new folder"
    )]
    [InlineData("folder", "snapshot.json", "where a file is expected")]
    [InlineData("pipe", "snapshot.json", "where a file is expected")]
    [InlineData("huge file", "snapshot.json", "no manifest is that large")]
    public async Task Are_neither_carried_over_nor_removed(string kind, string name, string message)
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

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
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
        await writer.CommitAsync(new Manifest(null, [SnapshotFolder.Table("users", "id\n")]), CancellationToken.None);
    }

    /// <summary>A snapshot of one table, in which something else stands in the place of one file.</summary>
    private async Task MakeAsync(string kind, string name)
    {
        Directory.CreateDirectory(Folder);
        SnapshotFolder.Write(Folder, ("users", "id\n1\n"));
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
