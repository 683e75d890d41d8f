using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>What can end a run from outside.</summary>
/// <param name="Name">What happens.</param>
/// <param name="ExitCode">The exit code of the run.</param>
/// <param name="NextStep">A regular expression for what its hint says, among other things.</param>
/// <param name="HappenAsync">Makes it happen to a run, and lets that go on.</param>
internal sealed record Fault(string Name, int ExitCode, string NextStep, Func<HeldRun, Task> HappenAsync)
{
    private const string Again = "[Rr]un the (command|import) again";

    public static readonly ImmutableArray<Fault> All =
    [
        new("the network is cut", 1, Again, CutAsync),
        new("the session is terminated", 1, Again, TerminateAsync),
        new("the server is killed", 1, Again, KillAsync),
        new("a statement times out", 1, "[Rr]aise the timeout", TimeOutAsync),
        new("cancelled", 130, "", CancelAsync),
    ];

    public static Fault Named(string name) => All.Single(fault => fault.Name == name);

    private static Task CutAsync(HeldRun held)
    {
        held.Wire.Cut();
        return Task.CompletedTask;
    }

    private static async Task TerminateAsync(HeldRun held)
    {
        await held.Database.ExecuteAsync($"SELECT pg_terminate_backend(pid, 10000) {HeldRun.Sessions}");
        held.Wire.Release();
    }

    /// <summary>
    /// SIGKILL of one session makes the server end all and recover from its log, as after a loss of power.
    /// </summary>
    private static async Task KillAsync(HeldRun held)
    {
        var session = await held.Database.ScalarAsync($"SELECT pid {HeldRun.Sessions}");
        Process.GetProcessById(int.Parse(session!, CultureInfo.InvariantCulture)).Kill();
        await held.Server.WaitForRecoveryAsync(async () =>
            await held.Database.ScalarAsync($"SELECT count(*) {HeldRun.Sessions}") == "0"
        );
        held.Wire.Release();
    }

    /// <summary>
    /// A session reads a changed configuration when the next message has come, and its clock runs from the first
    /// message of a statement: that one passes alone. In the middle of COPY the configuration is not read, so it is the
    /// next statement that takes too long; and no time limit holds for COMMIT.
    /// </summary>
    private static async Task TimeOutAsync(HeldRun held)
    {
        await using var administrator = await held.Database.OpenAsync();
        await TestSql.ExecuteAsync(administrator, "SET statement_timeout = 0");
        try
        {
            await ConfigureAsync("ALTER SYSTEM SET statement_timeout = '1ms'", "1");
            held.Wire.Step();
            await Task.Delay(TimeSpan.FromMilliseconds(30));
            held.Wire.Release();
            await held.Run;
        }
        finally
        {
            await ConfigureAsync("ALTER SYSTEM RESET statement_timeout", "0");
        }

        async Task ConfigureAsync(string sql, string value)
        {
            await TestSql.ExecuteAsync(administrator, sql);
            await TestSql.ExecuteAsync(administrator, "SELECT pg_reload_conf()");
            await Wait.UntilAsync(
                "the sessions have been told",
                async () =>
                    (
                        await TestSql.RowsAsync(
                            administrator,
                            "SELECT reset_val FROM pg_settings WHERE name = 'statement_timeout'"
                        )
                    )[0][0] == value
            );
        }
    }

    private static async Task CancelAsync(HeldRun held)
    {
        // Npgsql asks the server to cancel on a connection of its own, and waits for the answer on this one.
        await held.Cancellation.CancelAsync();
        held.Wire.Release();
    }
}
