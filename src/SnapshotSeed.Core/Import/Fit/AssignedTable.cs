using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Fit;

/// <summary>A table whose ids in the snapshot are labels.</summary>
/// <param name="Table">The table.</param>
/// <param name="Id">Its generated id.</param>
/// <param name="Key">Its natural key, by which its rows are found in the target.</param>
internal sealed record AssignedTable(Table Table, string Id, UniqueKey Key);
