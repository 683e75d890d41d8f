namespace SnapshotSeed.Model;

internal sealed record DatabaseIdentity(string Name)
{
    /// <summary>Needs TEMPORARY on the database, which PUBLIC has by default, and a transaction that writes.</summary>
    public bool CanCreateTemporaryTables { get; init; } = true;

    /// <summary>On a standby, or under default_transaction_read_only.</summary>
    public bool IsReadOnly { get; init; }
}
