using SnapshotSeed.Testing;
using Xunit;

namespace SnapshotSeed.Samples;

public sealed class Orders : IAsyncLifetime
{
    // The set-up: a template for all tests, a clone for each, and its end.
    private static readonly SeededDatabases Databases = SeededDatabases
        .On(Server.ConnectionString)
        .WithSchema(Server.Schema)
        .WithSnapshot(Server.Seed);
    private SeededDatabase database = null!;

    public async Task InitializeAsync() => database = await Databases.CloneAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Of_a_customer_can_be_deleted()
    {
        Assert.Equal(1, await ExecuteAsync("DELETE FROM orders WHERE customer_id = 1"));
    }

    [Fact]
    public async Task Are_two_in_every_test()
    {
        Assert.Equal(2, await ExecuteAsync("UPDATE orders SET total = total + 1"));
    }

    private async Task<int> ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}
