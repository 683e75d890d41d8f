namespace SnapshotSeed.Model;

/// <summary>Which database a connection has reached.</summary>
/// <param name="Name">The database's name.</param>
internal sealed record DatabaseIdentity(string Name)
{
    /// <summary>
    /// Whether the session can create temporary tables: TEMPORARY on the database, which PUBLIC has unless revoked, and
    /// no read-only transaction.
    /// </summary>
    public bool CanCreateTemporaryTables { get; init; } = true;

    /// <summary>
    /// Whether the transaction may not write: on a standby, or under default_transaction_read_only.
    /// </summary>
    public bool IsReadOnly { get; init; }
}
