using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class SnapshotReading : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Finds_the_tables_in_the_order_of_the_manifest()
    {
        HandWrittenFolder.Write(folder.Path, ("users", "id\tnick\n1\t\\N\n"), ("tags", "id\n5\n6\n"));

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
        HandWrittenFolder.Write(folder.Path, ("users", "id\n1\n"), ("tags", "id\n5\n"));
        File.AppendAllText(folder["users.tsv"], "2\n");

        var snapshot = await ReadAsync();

        Assert.Equal(
            ["users 2 True", "tags 1 False"],
            snapshot.Tables.Select(table => $"{table.Name} {table.Content.Rows} {table.IsEdited}")
        );
    }

    [Fact]
    public async Task Refuses_files_that_the_manifest_does_not_name()
    {
        HandWrittenFolder.Write(folder.Path, ("users", "id\n1\n"));
        File.WriteAllText(folder["stranger.tsv"], "broken \" file");

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(ReadAsync);
        Assert.Contains("stranger.tsv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_every_unreadable_file_together()
    {
        HandWrittenFolder.Write(
            folder.Path,
            ("users", "id\tnick\n1\n"),
            ("tags", "id\n5\n"),
            ("orders", "id\n\"1\n"),
            ("items", "id\n1\n")
        );
        File.Delete(folder["tags.tsv"]);

        var error = await RefusedAsync();

        var lines = error.Message.Split("\n  - ");
        Assert.Equal(4, lines.Length);
        TextAssert.Contains(lines[0], folder.Path);
        TextAssert.Contains(lines[1], "users.tsv line 2");
        TextAssert.Contains(lines[2], "tags.tsv", "tags");
        TextAssert.Contains(lines[3], "orders.tsv line 2");
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
        HandWrittenFolder.WriteManifest(folder.Path, HandWrittenFolder.Table("users", "id\n") with { File = file });

        var lines = (await RefusedAsync()).Message.Split("\n  - ");
        Assert.Equal(2, lines.Length);
        TextAssert.Contains(lines[1], "users");
    }

    [Fact]
    public async Task Refuses_a_manifest_that_names_a_table_or_a_file_twice()
    {
        var users = HandWrittenFolder.Table("users", "id\n");
        HandWrittenFolder.WriteManifest(
            folder.Path,
            users,
            users with
            {
                File = "other.tsv",
            },
            HandWrittenFolder.Table("tags", "id\n") with
            {
                File = "other.tsv",
            }
        );

        var error = await RefusedAsync();

        var lines = error.Message.Split("\n  - ");
        Assert.Equal(3, lines.Length);
        TextAssert.Contains(lines[1], "users", "2");
        TextAssert.Contains(lines[2], "other.tsv", "users", "tags");
    }

    [Fact]
    public async Task Refuses_a_folder_without_a_manifest() =>
        TextAssert.Contains((await RefusedAsync()).Message, folder.Path, "snapshot.json");

    [Fact]
    public async Task Refuses_a_folder_that_is_not_there()
    {
        var missing = folder["nowhere"];

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            SnapshotReader.ReadAsync(missing, new(), CancellationToken.None)
        );
        TextAssert.Contains(error.Message, missing);
        TextAssert.DoesNotContain(error.Message, "snapshot.json");
    }

    [Fact]
    public async Task Refuses_a_folder_in_the_place_of_a_file()
    {
        HandWrittenFolder.WriteManifest(folder.Path, HandWrittenFolder.Table("users", "id\n"));
        Directory.CreateDirectory(folder["users.tsv"]);

        await RefusedAsync();
    }

    private Task<SnapshotFiles> ReadAsync() => SnapshotReader.ReadAsync(folder.Path, new(), CancellationToken.None);

    private Task<SnapshotSeedException> RefusedAsync() => Assert.ThrowsAsync<SnapshotSeedException>(ReadAsync);
}
