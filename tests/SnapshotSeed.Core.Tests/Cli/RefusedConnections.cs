using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class RefusedConnections : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Took_the_password_of_the_password_file_whose_other_lines_may_be_malformed()
    {
        using var server = new FakeServer();
        File.WriteAllText(folder["passwords"], "nonsense\nwith:no:port:number:x:y\n*:*:demo:anna:hunter:2\n");

        var error = await RefusalAsync($"postgresql://anna@127.0.0.1:{server.Port}/demo", $"PGPASSFILE={folder["passwords"]}");

        Assert.Equal("hunter:2", server.Password);
        Assert.Equal($"cannot connect to the source database demo at 127.0.0.1:{server.Port}: wrong password", error.Message);
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("missing")]
    public async Task Lacked_a_password_where_the_password_file_gives_none(string file)
    {
        using var server = new FakeServer();
        File.WriteAllText(folder["malformed"], "nonsense\n");

        var error = await RefusalAsync($"postgresql://anna@127.0.0.1:{server.Port}/demo", $"PGPASSFILE={folder[file]}");

        Assert.Null(server.Password);
        Assert.Equal($"cannot connect to the source database demo at 127.0.0.1:{server.Port}: the server wants a password and none was given", error.Message);
        Assert.Equal("Give it in the URL, PGPASSWORD or ~/.pgpass.", error.Hint);
    }

    private static Task<SnapshotSeedException> RefusalAsync(string url, params string[] variables) =>
        Assert.ThrowsAsync<SnapshotSeedException>(() => Database.OpenAsync(DatabaseAddress.Source(url, Addresses.Environment(variables)), CancellationToken.None));
}
