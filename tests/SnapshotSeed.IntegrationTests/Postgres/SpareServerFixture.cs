using Npgsql;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// A second server, for faults that everybody on it notices; started when the first test asks for it.
/// </summary>
public sealed class SpareServerFixture : IAsyncLifetime
{
    // What was committed before the server is killed is to be there afterwards.
    private readonly PostgresFixture postgres = new("synchronous_commit", "on");
    private readonly Lazy<TemporaryFolder> folder = new();
    private bool isStarted;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        if (folder.IsValueCreated)
            folder.Value.Dispose();
        return postgres.DisposeAsync();
    }

    internal async Task<PostgresFixture> StartedAsync()
    {
        if (!isStarted)
            await postgres.InitializeAsync();
        isStarted = true;
        return postgres;
    }

    /// <summary>A folder that the first test to ask for it fills, for the others to copy.</summary>
    internal async Task<string> FolderAsync(string name, Func<string, Task> fill)
    {
        var path = folder.Value[name];
        if (!Directory.Exists(path))
            await fill(path);
        return path;
    }

    /// <summary>Waits until the server is up again and something holds.</summary>
    internal Task WaitForRecoveryAsync(Func<Task<bool>> holds) =>
        Wait.UntilAsync(
            "the server has recovered",
            async () =>
            {
                try
                {
                    // Takes a broken connection out of the server's pool, where there is one.
                    await postgres.Server.DropDatabaseAsync("none");
                    return await holds();
                }
                catch (NpgsqlException)
                {
                    return false;
                }
            }
        );
}
