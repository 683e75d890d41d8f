using System.Collections.Immutable;

namespace SnapshotSeed.Sampling;

/// <summary>The rows of one table that are chosen so far.</summary>
internal sealed class ChosenRows
{
    private readonly HashSet<RowId> rows = [];
    private readonly List<RowId> expanded = [];
    private List<RowId> unexpanded = [];
    private RowSet? set;

    public int Count => rows.Count;

    /// <summary>How many were chosen for themselves; the others came because a chosen row references them.</summary>
    public int Sampled { get; private set; }

    public IReadOnlyCollection<RowId> Rows => rows;

    /// <summary>The same as they are now, for statements: one set until more rows are chosen.</summary>
    public RowSet Set => set is { } known && known.Count == Count ? known : set = new RowSet([.. rows]);

    /// <summary>Whether the table has no other rows: every reference to it is then one to a chosen row.</summary>
    public bool IsWholeTable { get; private set; }

    /// <summary>The values of referenced columns, known once all rows have been read.</summary>
    public ImmutableArray<KeyValues> Keys { get; private set; } = [];

    /// <summary>What became of the keys that were looked at while the rows were read.</summary>
    public ImmutableArray<DanglingRows> Dangling { get; private set; } = [];

    /// <summary>The rows whose own references have not been looked up.</summary>
    public IReadOnlyList<RowId> Unexpanded => unexpanded;

    /// <summary>
    /// The rows whose references have been looked up rather than found chosen: only one of these can reference nothing.
    /// </summary>
    public IReadOnlyCollection<RowId> Expanded => expanded;

    public bool Contains(RowId row) => rows.Contains(row);

    /// <summary>Takes rows in the given order until the table has <paramref name="limit"/>.</summary>
    /// <param name="candidates">Rows in order of preference; ones already chosen are passed over.</param>
    /// <param name="limit">The size to reach.</param>
    /// <param name="referencesChosen">Whether all that the rows reference is known to be chosen.</param>
    /// <returns>Whether any row was new.</returns>
    public bool Sample(IEnumerable<RowId> candidates, int limit, bool referencesChosen)
    {
        var before = Count;
        foreach (var row in candidates)
        {
            if (Count >= limit)
                break;
            if (!rows.Add(row))
                continue;
            Sampled++;
            if (!referencesChosen)
                unexpanded.Add(row);
        }

        return Count > before;
    }

    /// <summary>Adds rows that chosen rows reference.</summary>
    public void Backfill(IEnumerable<RowId> referenced) => unexpanded.AddRange(referenced.Where(rows.Add));

    /// <summary>Says that the references of all rows so far have been looked up.</summary>
    public void MarkExpanded()
    {
        expanded.AddRange(unexpanded);
        unexpanded = [];
    }

    /// <summary>Says that every row of the table is chosen.</summary>
    public void MarkWholeTable() => IsWholeTable = true;

    /// <summary>Takes over what came of reading the rows, which is how the sample ends.</summary>
    public void Complete(ReadOutcome read)
    {
        rows.UnionWith(read.Added);
        Sampled += read.Added.Count;
        (Keys, Dangling) = (read.Keys, read.Dangling);
        set = null;
    }
}
