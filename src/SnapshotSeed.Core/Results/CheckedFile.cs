using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>A checked file of a snapshot folder.</summary>
/// <param name="Table">The table.</param>
/// <param name="File">The file's name.</param>
/// <param name="Rows">The rows of the file.</param>
/// <param name="IsEdited">Whether the file was edited after the export.</param>
internal sealed record CheckedFile(TableName Table, string File, long Rows, bool IsEdited);
