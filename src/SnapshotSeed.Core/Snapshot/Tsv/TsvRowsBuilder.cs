using System.Collections.Immutable;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>Collects the rows of a file by column, unless they are too many.</summary>
/// <param name="most">The most rows that are kept.</param>
internal sealed class TsvRowsBuilder(long most)
{
    private readonly List<long> lines = [];
    private ImmutableArray<TsvColumnBuilder> columns = [];

    /// <summary>Whether another row would still be kept.</summary>
    public bool HasRoom { get; private set; } = most > 0;

    /// <summary>The builders that take the values of the current row.</summary>
    public ImmutableArray<TsvColumnBuilder> Columns => columns;

    public void Start(int count) => columns = [.. Enumerable.Range(0, count).Select(_ => new TsvColumnBuilder())];

    /// <summary>Starts a row; its values are added to <see cref="Columns"/> next.</summary>
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
