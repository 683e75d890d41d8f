using NpgsqlTypes;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>
/// A row's place: the table or partition that holds it, and its ctid there. Unchanging within one snapshot of the
/// database, so that no key value needs to travel: PostgreSQL finds the keys behind the places and compares them by its
/// own equality.
/// </summary>
internal readonly record struct RowId(uint Partition, NpgsqlTid Tid)
{
    // Npgsql's own hash of a place is the same for many neighbours.
    public override int GetHashCode() => HashCode.Combine(Partition, Tid.BlockNumber, Tid.OffsetNumber);
}

/// <summary>How many chosen rows reference nothing by a key.</summary>
internal sealed record DanglingRows(ForeignKey Key, long Count);

/// <summary>The rows of one table that are chosen so far.</summary>
internal sealed class ChosenRows
{
    private readonly HashSet<RowId> rows = [];
    private readonly List<RowId> expanded = [];
    private List<RowId> unexpanded = [];
    private HashSet<RowId>? unread;

    public int Count => rows.Count;

    /// <summary>How many were chosen for themselves; the others came because a chosen row references them.</summary>
    public int Sampled { get; private set; }

    public IReadOnlyCollection<RowId> Rows => rows;

    /// <summary>Whether the table has no other rows: every reference to it is then one to a chosen row.</summary>
    public bool IsWholeTable { get; private set; }

    /// <summary>Says that every row of the table is chosen.</summary>
    public void MarkWholeTable() => IsWholeTable = true;

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

    /// <summary>
    /// Takes part in reading the sample and completing it at once: among rows in key order are all that are chosen, and
    /// others, whose references are chosen.
    /// </summary>
    /// <param name="row">A row. One may come twice.</param>
    /// <param name="limit">The size to reach.</param>
    /// <returns>Whether it belongs to the sample and comes for the first time.</returns>
    public bool Take(RowId row, int limit)
    {
        unread ??= [.. rows];
        if (unread.Remove(row))
            return true;
        if (Count >= limit || !rows.Add(row))
            return false;
        Sampled++;
        return true;
    }

    /// <summary>The values of referenced columns, known once all rows have been read.</summary>
    public List<KeyValues> Keys { get; set; } = [];

    /// <summary>What became of the keys that were looked at while the rows were read.</summary>
    public List<DanglingRows> Dangling { get; set; } = [];

    /// <summary>Adds rows that chosen rows reference.</summary>
    public void Backfill(IEnumerable<RowId> referenced) => unexpanded.AddRange(referenced.Where(rows.Add));

    /// <summary>The rows whose own references have not been looked up.</summary>
    public IReadOnlyList<RowId> Unexpanded => unexpanded;

    /// <summary>
    /// The rows whose references have been looked up rather than found chosen: only one of these can reference nothing.
    /// </summary>
    public IReadOnlyCollection<RowId> Expanded => expanded;

    /// <summary>Says that the references of all rows so far have been looked up.</summary>
    public void MarkExpanded()
    {
        expanded.AddRange(unexpanded);
        unexpanded = [];
    }
}
