namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>How references are followed from one file into another.</summary>
internal interface IReading
{
    /// <summary>The value of a column in a row, as one text for all its spellings, or null for NULL.</summary>
    string? Value(FolderTable table, string?[] record, string column);

    /// <summary>Whether a foreign key binds a row at all: one of a single partition binds only that one's.</summary>
    bool Binds(FolderTable table, string?[] record, FolderForeignKey key);
}
