namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>A database of the primary, and the same one on its standby.</summary>
internal sealed record ReplicatedDatabase(TestDatabase Primary, TestDatabase Standby) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Primary.DisposeAsync();
}
