using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>
/// Imports into one database come one after the other: two that interleave could see each other's half of a unique
/// value.
/// </summary>
internal static class ImportLock
{
    /// <summary>
    /// Under session_replication_role = replica, which a role can have by default, PostgreSQL would check no foreign
    /// key and run no trigger.
    /// </summary>
    public static readonly Sql FireTriggers = $"""
        SELECT set_config('session_replication_role', 'origin', true)
        WHERE current_setting('session_replication_role') = 'replica'
        """;

    // "SnapSeed" in ASCII. Held to the end of the transaction.
    private static readonly Sql Key = $"6011849687649576292";

    /// <summary>Waits for the lock.</summary>
    public static readonly Sql Lock = $"SELECT pg_advisory_xact_lock({Key})";

    /// <summary>Takes the lock if nobody has it, and says whether.</summary>
    public static readonly Sql TryLock = $"SELECT pg_try_advisory_xact_lock({Key})";
}
