using Npgsql;
using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class Passwords
{
    [Theory]
    [InlineData("postgresql://anna:hunter2@host:5432/db")]
    [InlineData("postgresql://host/db?user=anna&password=hunter2")]
    [InlineData("Host=host;Database=db;Username=anna;Password=hunter2")]
    public void Are_used_and_never_shown(string text)
    {
        var address = DatabaseAddress.Source(text, Addresses.Environment());

        Assert.Equal("hunter2", new NpgsqlConnectionStringBuilder(address.ConnectionString).Password);
        Assert.Equal("db at host:5432", address.ToString());
        Assert.DoesNotContain("hunter2", $"{address}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://anna:hunter2@host:abc/db")]
    [InlineData("postgresql://anna:hunter2%@host/db")]
    [InlineData("postgresql://anna:hunter2%@[::1/db")]
    [InlineData("postgresql://anna:hunter2/x@host/db")]
    [InlineData("postgresql://anna:12/hunter2@host/db")]
    [InlineData("postgresql://anna:12?hunter2@host/db")]
    [InlineData("postgresql://host/db?password=x&hunter2")]
    [InlineData("postgresql://host/db?password=hunter2&sslmode=perhaps")]
    [InlineData("postgresql://host/db?password=hunter2&service=nope")]
    [InlineData("postgresql:/anna:hunter2@host/db")]
    [InlineData("anna:hunter2@host/db")]
    [InlineData("Host=host;Password=hunter2;Port=abc")]
    [InlineData("Host=host;Password='hunter2")]
    [InlineData("Host=host;Password=x;hunter2")]
    [InlineData("Host=host;Password=x;hunter2=1")]
    [InlineData("host=h dbname=d user=u password=hunter2")]
    public void Are_in_no_message_about_a_malformed_address(string text)
    {
        var error = Assert.Throws<SnapshotSeedException>(() => DatabaseAddress.Target(text, Addresses.Environment()));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_in_no_message_about_a_connection_that_fails()
    {
        var address = DatabaseAddress.Source("postgresql://anna:hunter2@127.0.0.1:1/db?connect_timeout=2", Addresses.Environment());

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() => Database.OpenAsync(address, CancellationToken.None));

        Assert.StartsWith("cannot connect to the source database db at 127.0.0.1:1: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Is the server running, and are host and port of the URL right?", error.Hint);
    }
}
