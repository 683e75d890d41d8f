using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Core.Tests.Snapshots;

public sealed class SnapshotReading : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Finds_the_tables_in_the_order_of_the_manifest()
    {
        SnapshotFolder.Write(folder.Path, ("users", "id\tnick\n1\t\\N\n"), ("tags", "id\n5\n6\n"));

        var snapshot = await ReadAsync();

        Assert.Equal(
            ["users 1 False", "tags 2 False"],
            snapshot.Tables.Select(table => $"{table.Name} {table.Content.Rows} {table.IsEdited}")
        );
        Assert.Equal(
            [
                ["5", "6"],
            ],
            (await snapshot.Tables[1].ReadRowsAsync(CancellationToken.None)).Values
        );
    }

    [Fact]
    public async Task Tells_an_edited_file()
    {
        SnapshotFolder.Write(folder.Path, ("users", "id\n1\n"), ("tags", "id\n5\n"));
        File.AppendAllText(folder["users.tsv"], "2\n");

        var snapshot = await ReadAsync();

        Assert.Equal(
            ["users 2 True", "tags 1 False"],
            snapshot.Tables.Select(table => $"{table.Name} {table.Content.Rows} {table.IsEdited}")
        );
    }

    [Fact]
    public async Task Ignores_files_that_the_manifest_does_not_name()
    {
        SnapshotFolder.Write(folder.Path, ("users", "id\n1\n"));
        File.WriteAllText(folder["stranger.tsv"], "broken \" file");

        Assert.Single((await ReadAsync()).Tables);
    }

    [Fact]
    public async Task Reports_every_unreadable_file_together()
    {
        SnapshotFolder.Write(
            folder.Path,
            ("users", "id\tnick\n1\n"),
            ("tags", "id\n5\n"),
            ("orders", "id\n\"1\n"),
            ("items", "id\n1\n")
        );
        File.Delete(folder["tags.tsv"]);

        var error = await RefusedAsync();

        Assert.StartsWith(
            $"the snapshot in {folder.Path} cannot be read\n  - users.tsv line 2: ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\n  - tags.tsv: the manifest names it for tags, but it is not in the folder\n  - orders.tsv line 2: ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(4, error.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("../x.tsv")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\x.tsv")]
    [InlineData("sub/x.tsv")]
    [InlineData("snapshot.json")]
    [InlineData("")]
    public async Task Refuses_a_manifest_that_leads_elsewhere(string file)
    {
        SnapshotFolder.WriteManifest(folder.Path, SnapshotFolder.Table("users", "id\n") with { File = file });

        Assert.Equal(
            $"the snapshot in {folder.Path} cannot be read\n  - users: the manifest's file name is no plain name within the folder",
            (await RefusedAsync()).Message
        );
    }

    [Fact]
    public async Task Refuses_a_manifest_that_names_a_table_or_a_file_twice()
    {
        var users = SnapshotFolder.Table("users", "id\n");
        SnapshotFolder.WriteManifest(
            folder.Path,
            users,
            users with
            {
                File = "other.tsv",
            },
            SnapshotFolder.Table("tags", "id\n") with
            {
                File = "other.tsv",
            }
        );

        var error = await RefusedAsync();

        Assert.Equal(
            $"the snapshot in {folder.Path} cannot be read\n  - users: the manifest has it 2 times\n  - other.tsv: the manifest names this file for users and tags",
            error.Message
        );
    }

    [Fact]
    public async Task Refuses_a_folder_without_a_manifest() =>
        Assert.Equal(
            $"{folder.Path} is not a snapshot folder: it has no snapshot.json",
            (await RefusedAsync()).Message
        );

    [Fact]
    public async Task Refuses_a_folder_that_is_not_there()
    {
        var missing = folder["nowhere"];

        Assert.Equal(
            $"there is no folder {missing}",
            (
                await Assert.ThrowsAsync<SnapshotSeedException>(() =>
                    SnapshotReader.ReadAsync(missing, CancellationToken.None)
                )
            ).Message
        );
    }

    [Fact]
    public async Task Refuses_a_folder_in_the_place_of_a_file()
    {
        SnapshotFolder.WriteManifest(folder.Path, SnapshotFolder.Table("users", "id\n"));
        Directory.CreateDirectory(folder["users.tsv"]);

        await RefusedAsync();
    }

    private Task<Snapshot> ReadAsync() => SnapshotReader.ReadAsync(folder.Path, CancellationToken.None);

    private Task<SnapshotSeedException> RefusedAsync() => Assert.ThrowsAsync<SnapshotSeedException>(ReadAsync);
}
