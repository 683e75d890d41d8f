namespace SnapshotSeed.IntegrationTests.Library;

/// <summary>A synchronization context whose thread never runs what is posted to it.</summary>
internal sealed class DeadContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) { }
}
