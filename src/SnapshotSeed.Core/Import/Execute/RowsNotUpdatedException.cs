using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

/// <summary>Rows that differ from the snapshot were not updated: a trigger turned them away.</summary>
internal sealed class RowsNotUpdatedException(TableName table, long rows)
    : Exception($"{table}: {Counted.Of(rows, "row", "was", "were")} not updated")
{
    public RowProblem Problem { get; } = new(RowProblemKind.NotUpdated, table) { Count = rows };
}
