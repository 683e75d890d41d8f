using System.Runtime.CompilerServices;

namespace SnapshotSeed;

/// <summary>The caller's only thread may wait for us: public methods leave its context first, for good.</summary>
internal static class CallersContext
{
    /// <summary>What follows runs on the thread pool.</summary>
    public static ConfiguredTaskAwaitable LeaveAsync() =>
        Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
