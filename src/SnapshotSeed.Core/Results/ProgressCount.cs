using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>Tells a caller of tables, each once.</summary>
/// <param name="progress">Who is told; nobody where null.</param>
/// <param name="tables">How many tables there are.</param>
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
