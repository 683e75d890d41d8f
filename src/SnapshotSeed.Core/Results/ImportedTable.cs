namespace SnapshotSeed;

/// <summary>One imported table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows in the snapshot.</param>
/// <param name="Inserted">Rows that were not there.</param>
/// <param name="Updated">Rows that were there with other values, and have the snapshot's now.</param>
/// <param name="Skipped">Rows that were there and were left alone, equal or different.</param>
/// <param name="Different">Skipped rows whose other columns differ from the snapshot.</param>
public sealed record ImportedTable(
    TableName Table,
    long Rows,
    long Inserted,
    long Updated,
    long Skipped,
    long Different
)
{
    /// <summary>Rows that stayed out: see <see cref="ImportOptions.KeepGoing"/>.</summary>
    public long Failed { get; init; }
}
