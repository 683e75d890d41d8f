using System.Data;

namespace SnapshotSeed.Postgres;

/// <summary>The purpose of a session, which decides its transaction.</summary>
/// <param name="Isolation">The isolation level, if the session starts its own transaction.</param>
/// <param name="IsReadOnly">Whether it only reads. Then it never joins the caller's transaction.</param>
internal sealed record SessionMode(IsolationLevel Isolation, bool IsReadOnly)
{
    /// <summary>Reads a source as of one moment. A standby allows no stricter isolation level.</summary>
    public static readonly SessionMode Export = new(IsolationLevel.RepeatableRead, IsReadOnly: true);

    public static readonly SessionMode Import = new(IsolationLevel.ReadCommitted, IsReadOnly: false);

    /// <summary>Reads a target as of one moment, and writes large files to temporary tables.</summary>
    public static readonly SessionMode Comparison = new(IsolationLevel.RepeatableRead, IsReadOnly: false);
}
