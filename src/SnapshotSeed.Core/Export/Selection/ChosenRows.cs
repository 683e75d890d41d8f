using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Selection;

/// <summary>The rows of one table that are chosen so far.</summary>
internal sealed class ChosenRows
{
    private readonly HashSet<RowId> rows = [];
    private readonly Dictionary<ForeignKey, List<RowId>> suspects = [];
    private RowSet? set;

    /// <summary>How many; of a table that is taken whole, known once its rows have been read.</summary>
    public long Count { get; private set; }

    /// <summary>
    /// How many were chosen for themselves, included ones among them; the others came because a chosen row references
    /// them.
    /// </summary>
    public long Sampled { get; private set; }

    /// <summary>How many were included whatever they bring along.</summary>
    public long Included { get; private set; }

    /// <summary>Whether there is none. A table that is taken whole may have some until it has been read.</summary>
    public bool IsEmpty => Count == 0 && !IsWholeTable;

    /// <summary>Their places, unless the table is taken whole.</summary>
    public IReadOnlyCollection<RowId> Rows => rows;

    /// <summary>The same as they are now, for statements: one set until more rows are chosen.</summary>
    public RowSet Set => set is { } known && known.Count == Count ? known : set = new RowSet([.. rows]);

    /// <summary>Whether the table is taken whole: every reference to it is then one to a chosen row.</summary>
    public bool IsWholeTable { get; private set; }

    /// <summary>The values of referenced columns, known once all rows have been read.</summary>
    public ImmutableArray<KeyValues> Keys { get; private set; } = [];

    /// <summary>What became of the keys that were looked at while the rows were read.</summary>
    public ImmutableArray<DanglingRows> Dangling { get; private set; } = [];

    /// <summary>The rows that may reference nothing by a key, as the search for candidates has found them.</summary>
    public IReadOnlyCollection<RowId> Suspects(ForeignKey key) =>
        suspects.TryGetValue(key, out var found) ? [.. found.Where(rows.Contains)] : [];

    public bool Contains(RowId row) => rows.Contains(row);

    /// <summary>Takes rows instead of those before.</summary>
    /// <param name="chosen">The rows.</param>
    /// <param name="sampled">How many of them were chosen for themselves.</param>
    /// <param name="included">How many were included.</param>
    public void Choose(IEnumerable<RowId> chosen, long sampled, long included = 0)
    {
        rows.Clear();
        rows.UnionWith(chosen);
        (Count, Sampled, Included, set) = (rows.Count, sampled + included, included, null);
    }

    /// <summary>Takes rows in the given order until the table has <paramref name="limit"/>.</summary>
    /// <returns>Whether any row was new.</returns>
    public bool Fill(IEnumerable<RowId> eligible, int limit)
    {
        var before = Count;
        foreach (var row in eligible.TakeWhile(_ => Count < limit))
        {
            if (rows.Add(row))
                (Count, Sampled) = (Count + 1, Sampled + 1);
        }

        return Count > before;
    }

    /// <summary>Notes that a row may reference nothing by a key.</summary>
    public void Suspect(ForeignKey key, RowId row)
    {
        if (!suspects.TryGetValue(key, out var found))
            suspects.Add(key, found = []);
        found.Add(row);
    }

    /// <summary>Says that every row of the table is chosen.</summary>
    public void MarkWholeTable() => IsWholeTable = true;

    /// <summary>Takes over what came of reading the rows, which is how the sample ends.</summary>
    public void Complete(ReadOutcome read)
    {
        rows.UnionWith(read.Added);
        (Count, Sampled) = IsWholeTable ? (read.Count, read.Count) : (rows.Count, Sampled + read.Added.Count);
        (Keys, Dangling) = (read.Keys, read.Dangling);
        set = null;
    }
}
