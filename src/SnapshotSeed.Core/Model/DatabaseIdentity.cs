namespace SnapshotSeed.Model;

/// <summary>A database as a session found it.</summary>
/// <param name="Name">The database's name.</param>
internal sealed record DatabaseIdentity(string Name)
{
    /// <summary>
    /// Whether the session can create temporary tables. That takes TEMPORARY on the database, which PUBLIC has by
    /// default, and a transaction that may write.
    /// </summary>
    public bool CanCreateTemporaryTables { get; init; } = true;

    /// <summary>Whether the transaction is read-only: on a standby, or under default_transaction_read_only.</summary>
    public bool IsReadOnly { get; init; }
}
