using System.Diagnostics;
using System.Globalization;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>Waits for something that is on its way.</summary>
internal static class Wait
{
    // Far more than anything here takes, on a busy machine too: whoever waits so long would wait for ever.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Waits for the end of a task.</summary>
    public static async Task ForAsync(string what, Task task)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail(Waited(what));
        }
    }

    /// <summary>Waits for the result of a task.</summary>
    public static async Task<T> ForAsync<T>(string what, Task<T> task)
    {
        await ForAsync(what, (Task)task);
        return await task;
    }

    public static async Task UntilAsync(string what, Func<Task<bool>> happened)
    {
        var waited = Stopwatch.StartNew();
        while (!await happened())
        {
            Assert.True(waited.Elapsed < Limit, Waited(what));
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static string Waited(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"waited {Limit.TotalSeconds} seconds until {what}");
}
