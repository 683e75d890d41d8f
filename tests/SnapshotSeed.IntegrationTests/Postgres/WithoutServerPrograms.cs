using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Postgres;

public sealed class WithoutServerPrograms
{
    [Fact]
    public async Task Tests_are_skipped_and_say_why()
    {
        var fixture = new PostgresFixture(() => PostgresBinaries.Find(majorVersion: 1), ci: null);
        await fixture.InitializeAsync();

        var skipped = Assert.Throws<SkipException>(() => fixture.Server);

        Assert.Contains("No PostgreSQL 1 server programs", skipped.Message, StringComparison.Ordinal);
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task Tests_fail_in_CI()
    {
        var fixture = new PostgresFixture(() => PostgresBinaries.Find(majorVersion: 1), ci: "true");

        await Assert.ThrowsAsync<PostgresNotFoundException>(fixture.InitializeAsync);
    }
}
