using NUnit.Framework;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Samples;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class Orders
{
    // The set-up: a template for all tests, a clone for each, and its end.
    private static readonly SeededDatabases Databases = SeededDatabases
        .On(Server.ConnectionString)
        .WithSchema(Server.Schema)
        .WithSnapshot(Server.Seed);
    private SeededDatabase database = null!;

    [SetUp]
    public async Task SetUpAsync() => database = await Databases.CloneAsync();

    [TearDown]
    public async Task TearDownAsync() => await database.DisposeAsync();

    [Test]
    public async Task Of_a_customer_can_be_deleted()
    {
        Assert.That(await ExecuteAsync("DELETE FROM orders WHERE customer_id = 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Are_two_in_every_test()
    {
        Assert.That(await ExecuteAsync("UPDATE orders SET total = total + 1"), Is.EqualTo(2));
    }

    private async Task<int> ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}
