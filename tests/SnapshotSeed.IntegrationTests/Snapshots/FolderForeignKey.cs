namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>A foreign key as the manifest has it.</summary>
internal sealed record FolderForeignKey(
    string Name,
    string[] Columns,
    string ReferencedTable,
    string[] ReferencedColumns
);
