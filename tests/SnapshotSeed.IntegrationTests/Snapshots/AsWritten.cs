namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>Values are equal where their texts are, and every foreign key binds every row.</summary>
internal sealed class AsWritten : IReading
{
    public string? Value(SnapshotTable table, string?[] record, string column) =>
        record[Array.IndexOf(table.Columns, column)];

    public bool Binds(SnapshotTable table, string?[] record, Reference key) => true;
}
