using System.Collections.Immutable;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>Collects the rows of a file, column by column; none, if they turn out to be too many.</summary>
/// <param name="most">How many they may be.</param>
internal sealed class TsvRowsBuilder(long most)
{
    private readonly List<long> lines = [];
    private ImmutableArray<TsvColumnBuilder> columns = [];

    /// <summary>Whether another row would still be kept.</summary>
    public bool HasRoom { get; private set; } = most > 0;

    /// <summary>Where the values of rows are added.</summary>
    public ImmutableArray<TsvColumnBuilder> Columns => columns;

    /// <summary>Says how many columns there are.</summary>
    public void Start(int count) => columns = [.. Enumerable.Range(0, count).Select(_ => new TsvColumnBuilder())];

    /// <summary>Adds a row, to whose columns values are added next.</summary>
    /// <param name="line">The line on which it starts.</param>
    public void Add(long line)
    {
        lines.Add(line);
        if (lines.Count <= most)
            return;
        HasRoom = false;
        lines.Clear();
        columns = [];
    }

    public TsvRows? ToRows(ImmutableArray<string> names) =>
        HasRoom ? new(names, [.. columns.Select(column => column.ToArray())], [.. lines]) : null;
}
