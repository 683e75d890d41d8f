using System.Collections.Immutable;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>Collects the rows of a file by column, unless they are too many.</summary>
internal sealed class TsvRowsBuilder(long most)
{
    private readonly List<long> lines = [];
    private ImmutableArray<TsvColumnBuilder> columns = [];

    public bool HasRoom { get; private set; } = most > 0;

    public ImmutableArray<TsvColumnBuilder> Columns => columns;

    public void Start(int count) => columns = [.. Enumerable.Range(0, count).Select(_ => new TsvColumnBuilder())];

    /// <summary>The values are added to <see cref="Columns"/> next.</summary>
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
