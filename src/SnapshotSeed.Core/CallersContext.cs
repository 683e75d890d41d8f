using System.Runtime.CompilerServices;

namespace SnapshotSeed;

/// <summary>
/// The synchronization context or task scheduler of whoever calls the library. Test frameworks have one, and its only
/// thread may be blocked by whoever waits for us: each public method leaves it first, so that no await returns to it.
/// </summary>
internal static class CallersContext
{
    /// <summary>What follows runs on the thread pool.</summary>
    public static ConfiguredTaskAwaitable LeaveAsync() =>
        Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
