using System.Data;

namespace SnapshotSeed.Postgres;

/// <summary>What a session is for, and so what its transaction is like.</summary>
/// <param name="Isolation">The isolation of a transaction of its own.</param>
/// <param name="IsReadOnly">Whether it may not write; then it takes no part in a transaction of the caller's.</param>
internal sealed record SessionMode(IsolationLevel Isolation, bool IsReadOnly)
{
    /// <summary>Reads a source: everything as of one moment. A standby allows no stricter isolation.</summary>
    public static readonly SessionMode Export = new(IsolationLevel.RepeatableRead, IsReadOnly: true);

    /// <summary>Writes into a target.</summary>
    public static readonly SessionMode Import = new(IsolationLevel.ReadCommitted, IsReadOnly: false);

    /// <summary>Looks at a target as of one moment; large files go through temporary tables.</summary>
    public static readonly SessionMode Comparison = new(IsolationLevel.RepeatableRead, IsReadOnly: false);
}
