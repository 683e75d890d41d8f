using System.Data;

namespace SnapshotSeed.Postgres;

/// <summary>A session that only reads never joins the caller's transaction.</summary>
internal sealed record SessionMode(IsolationLevel Isolation, bool IsReadOnly)
{
    /// <summary>A standby allows no stricter isolation level.</summary>
    public static readonly SessionMode Export = new(IsolationLevel.RepeatableRead, IsReadOnly: true);

    public static readonly SessionMode Import = new(IsolationLevel.ReadCommitted, IsReadOnly: false);

    /// <summary>Not read-only, because large files go to temporary tables.</summary>
    public static readonly SessionMode Comparison = new(IsolationLevel.RepeatableRead, IsReadOnly: false);
}
