using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

/// <summary>Rows of a table were neither there nor inserted; why has to be found out.</summary>
internal sealed class RowsNotInsertedException(TableName table, long rows, long[] places)
    : Exception($"{table}: {Counted.Of(rows, "row", "was", "were")} not inserted")
{
    public TableName Table { get; } = table;

    public long Rows { get; } = rows;

    /// <summary>Their places in the file, from 1; of rows that the file has twice, none.</summary>
    public long[] Places { get; } = places;
}
