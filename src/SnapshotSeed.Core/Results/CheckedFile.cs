using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>A file of a snapshot folder that was checked.</summary>
/// <param name="Table">The table.</param>
/// <param name="File">The file's name.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="IsEdited">Whether it is no longer the one that was exported.</param>
internal sealed record CheckedFile(TableName Table, string File, long Rows, bool IsEdited);
