using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

/// <summary>Rows of a table that differ from the snapshot were not updated: a trigger has turned them away.</summary>
/// <param name="table">The table.</param>
/// <param name="rows">How many.</param>
internal sealed class RowsNotUpdatedException(TableName table, long rows)
    : Exception($"{table}: {Counted.Of(rows, "row", "was", "were")} not updated")
{
    /// <summary>What is wrong.</summary>
    public RowProblem Problem { get; } = new(RowProblemKind.NotUpdated, table) { Count = rows };
}
