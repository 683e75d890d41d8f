using SnapshotSeed.Testing;

namespace SnapshotSeed.Samples;

[TestClass]
public sealed class Orders
{
    // The set-up: a template for all tests, a clone for each, and its end.
    private static readonly SeededDatabases Databases = SeededDatabases
        .On(Server.ConnectionString)
        .WithSchema(Server.Schema)
        .WithSnapshot(Server.Seed);
    private SeededDatabase database = null!;

    [TestInitialize]
    public async Task SetUpAsync() => database = await Databases.CloneAsync();

    [TestCleanup]
    public async Task TearDownAsync() => await database.DisposeAsync();

    [TestMethod]
    public async Task Of_a_customer_can_be_deleted()
    {
        Assert.AreEqual(1, await ExecuteAsync("DELETE FROM orders WHERE customer_id = 1"));
    }

    [TestMethod]
    public async Task Are_two_in_every_test()
    {
        Assert.AreEqual(2, await ExecuteAsync("UPDATE orders SET total = total + 1"));
    }

    private async Task<int> ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}
