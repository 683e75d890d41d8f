using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>Imports take turns: two that interleave could see each other's half of a unique value.</summary>
internal static class ImportLock
{
    /// <summary>Under replica, which can be a role's default, no foreign key is checked and no trigger runs.</summary>
    public static readonly Sql FireTriggers = $"""
        SELECT set_config('session_replication_role', 'origin', true)
        WHERE current_setting('session_replication_role') = 'replica'
        """;

    // "SnapSeed" in ASCII. Held to the end of the transaction.
    private static readonly Sql Key = $"6011849687649576292";

    public static readonly Sql Lock = $"SELECT pg_advisory_xact_lock({Key})";

    public static readonly Sql TryLock = $"SELECT pg_try_advisory_xact_lock({Key})";
}
