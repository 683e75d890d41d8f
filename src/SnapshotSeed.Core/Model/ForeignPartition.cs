namespace SnapshotSeed.Model;

/// <summary>A partition whose rows are on another server.</summary>
/// <param name="Name">The foreign table's name.</param>
/// <param name="Database">The database that has the rows; null where the server's options do not tell.</param>
internal sealed record ForeignPartition(TableName Name, string? Database);
