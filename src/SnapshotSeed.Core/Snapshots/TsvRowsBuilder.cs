using System.Collections.Immutable;

namespace SnapshotSeed.Snapshots;

/// <summary>Collects the rows of a file; none, if they turn out to be too many.</summary>
/// <param name="most">How many they may be.</param>
internal sealed class TsvRowsBuilder(long most)
{
    private readonly List<string?[]> rows = [];
    private readonly List<long> lines = [];

    /// <summary>Whether another row would still be kept.</summary>
    public bool HasRoom { get; private set; } = most > 0;

    public void Add(long line, string?[] values)
    {
        rows.Add(values);
        lines.Add(line);
        if (rows.Count <= most)
            return;
        HasRoom = false;
        rows.Clear();
        lines.Clear();
    }

    public TsvRows? ToRows(ImmutableArray<string> columns) =>
        HasRoom
            ? new(columns, [.. columns.Select((_, i) => rows.ConvertAll(row => row[i]).ToArray())], [.. lines])
            : null;
}
