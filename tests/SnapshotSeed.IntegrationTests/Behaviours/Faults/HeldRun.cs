using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>A run of the tool that a wire holds.</summary>
internal sealed record HeldRun(
    Task<ToolRun> Run,
    Wire Wire,
    SpareServerFixture Server,
    TestDatabase Database,
    CancellationTokenSource Cancellation
)
{
    /// <summary>SQL for the tool's sessions in the database.</summary>
    public const string Sessions =
        "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snapshotseed'";
}
