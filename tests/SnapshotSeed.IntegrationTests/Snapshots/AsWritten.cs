namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>Values are equal where their texts are, and every foreign key binds every row.</summary>
internal sealed class AsWritten : IReading
{
    public string? Value(FolderTable table, string?[] record, string column) =>
        record[Array.IndexOf(table.Columns, column)];

    public bool Binds(FolderTable table, string?[] record, FolderForeignKey key) => true;
}
