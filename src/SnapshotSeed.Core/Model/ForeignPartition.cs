namespace SnapshotSeed.Model;

/// <summary>A partition whose rows are on another server.</summary>
/// <param name="Name">The foreign table's name.</param>
/// <param name="Database">The database with the rows; null if the server's options do not name it.</param>
internal sealed record ForeignPartition(TableName Name, string? Database);
