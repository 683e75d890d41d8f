using System.Diagnostics;
using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>How long the statements of each table take. Tables of one round trip share its time by their rows.</summary>
internal sealed class TableTimes
{
    private readonly Dictionary<TableName, TimeSpan> times = [];

    /// <summary>The time of a table so far.</summary>
    public TimeSpan this[TableName table] => times.GetValueOrDefault(table);

    /// <summary>Does something for some tables, and counts the time for them.</summary>
    public async Task MeasureAsync(IReadOnlyCollection<TableLoad> tables, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        var elapsed = Stopwatch.GetElapsedTime(start);
        var all = tables.Sum(Weight);
        foreach (var load in tables)
            times[load.Table.Name] = this[load.Table.Name] + (elapsed * ((double)Weight(load) / all));
    }

    // A table without rows takes part, too.
    private static long Weight(TableLoad load) => load.Rows + 1;
}
