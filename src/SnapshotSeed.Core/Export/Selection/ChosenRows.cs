using System.Collections.Immutable;

namespace SnapshotSeed.Export.Selection;

/// <summary>The chosen rows of one table at one time. Nothing changes it: more rows are another object.</summary>
internal sealed class ChosenRows
{
    private readonly HashSet<RowId> rows;
    private readonly Lazy<RowSet> set;

    private ChosenRows(HashSet<RowId> rows)
    {
        this.rows = rows;
        Count = rows.Count;
        set = new(() => new RowSet(rows));
    }

    public static ChosenRows None { get; } = new([]);

    /// <summary>All rows of a table: every reference to it is one to a chosen row.</summary>
    public static ChosenRows WholeTable { get; } = new([]) { IsWholeTable = true };

    /// <summary>How many. For a whole table, 0 until its rows are read.</summary>
    public long Count { get; private init; }

    /// <summary>Chosen for themselves, or included. The others are parent rows of chosen rows.</summary>
    public long Sampled { get; private init; }

    /// <summary>Included by an option, whatever they bring along.</summary>
    public long Included { get; private init; }

    public bool IsWholeTable { get; private init; }

    /// <summary>Whether there is none. A whole table may have rows until it is read.</summary>
    public bool IsEmpty => Count == 0 && !IsWholeTable;

    /// <summary>None of a whole table.</summary>
    public IReadOnlyCollection<RowId> Rows => rows;

    public RowSet Set => set.Value;

    /// <summary>The values of referenced columns; known once all rows are read.</summary>
    public ImmutableArray<KeyValues> Keys { get; private init; } = [];

    /// <summary>The rows with a missing parent row, as far as they were counted while the rows were read.</summary>
    public ImmutableArray<DanglingRows> Dangling { get; private init; } = [];

    public bool Contains(RowId row) => rows.Contains(row);

    public static ChosenRows Of(IEnumerable<RowId> chosen, long sampled, long included = 0) =>
        new([.. chosen]) { Sampled = sampled + included, Included = included };

    /// <summary>These and more, which were chosen for themselves.</summary>
    public ChosenRows With(IReadOnlyCollection<RowId> added)
    {
        var all = new HashSet<RowId>(rows);
        all.UnionWith(added);
        return new(all) { Sampled = Sampled + added.Count, Included = Included };
    }

    public ChosenRows WhenRead(ReadOutcome read)
    {
        var all = IsWholeTable || read.Added.Count == 0 ? this : With(read.Added);
        return new(all.rows)
        {
            Count = IsWholeTable ? read.Count : all.Count,
            Sampled = IsWholeTable ? read.Count : all.Sampled,
            Included = Included,
            IsWholeTable = IsWholeTable,
            Keys = read.Keys,
            Dangling = read.Dangling,
        };
    }
}
