using System.Diagnostics;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>Waits for something that is on its way.</summary>
internal static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task UntilAsync(string what, Func<Task<bool>> happened)
    {
        var waited = Stopwatch.StartNew();
        while (!await happened())
        {
            Assert.True(waited.Elapsed < Limit, $"waited {Limit.TotalSeconds} seconds until {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
