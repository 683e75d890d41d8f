using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>Reports each table once.</summary>
internal sealed class ProgressCount(IProgress<SnapshotProgress>? progress, int tables)
{
    private readonly HashSet<TableName> done = [];

    public void Done(TableName table, long rows)
    {
        lock (done)
        {
            if (done.Add(table))
                progress?.Report(new(table, rows, done.Count, tables));
        }
    }
}
