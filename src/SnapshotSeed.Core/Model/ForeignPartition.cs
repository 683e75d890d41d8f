namespace SnapshotSeed.Model;

/// <summary>A partition on another server; the database is null if the server's options do not name it.</summary>
internal sealed record ForeignPartition(TableName Name, string? Database);
