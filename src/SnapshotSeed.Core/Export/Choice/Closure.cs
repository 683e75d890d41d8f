using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>Follows candidates one by one, without recursion, and stops once the closure is of no use.</summary>
internal sealed class Closure
{
    // After so many rows in vain it follows small closures only: long chains take the square of their length.
    private const long MostInVain = 30_000_000;
    private const int MostAfterwards = 16;

    private readonly RowChooser.Growth[] growth;
    private readonly int[] seen;
    private readonly bool[] taken;

    // The table that refuses a row, for good, since the choice only grows. The exception is a row that is taken
    // whatever it brings: it may take a table beyond its limit, and with it the very rows that a refused row needs.
    private readonly RowChooser.Growth?[] refusedBy;
    private readonly List<Candidate> rows = [];
    private readonly List<RowChooser.Growth> touched = [];
    private readonly Func<RowChooser.Growth, bool> staysWithin;
    private (Candidate Row, long Most) fitted;
    private int attempt;
    private long inVain;

    public Closure(ICandidates candidates, Dictionary<TableName, RowChooser.Growth> tables)
    {
        var count = candidates.Count;
        growth = new RowChooser.Growth[count];
        foreach (var (table, rows) in candidates.ByTable)
        {
            foreach (var row in rows)
                growth[row.Index] = tables[table];
        }

        (seen, taken, refusedBy) = (new int[count], new bool[count], new RowChooser.Growth?[count]);
        staysWithin = StaysWithin;
    }

    private bool IsWorthIt => inVain < MostInVain || rows.Count <= MostAfterwards;

    public bool IsTaken(Candidate row) => row.Index < taken.Length && taken[row.Index];

    public bool CanStart(Candidate row) => row.IsOpen && !taken[row.Index];

    /// <summary>With all rows that it needs, and no table beyond its most rows.</summary>
    public bool Fits(Candidate row, long most)
    {
        var own = growth[row.Index];
        if (refusedBy[row.Index] is { } known)
        {
            own.Refuse(known);
            return false;
        }

        fitted = (row, most);
        return Follow(row, staysWithin);
    }

    /// <summary>With the row itself; null if it cannot be taken, or brings too many.</summary>
    public int? Size(Candidate row, long lessThan) =>
        Follow(row, _ => IsWorthIt && rows.Count < lessThan) ? rows.Count : null;

    public void Follow(Candidate row) => Follow(row, _ => true);

    /// <summary>Takes the closure that was followed last.</summary>
    public IReadOnlyList<Candidate> Take()
    {
        foreach (var row in rows)
            taken[row.Index] = true;
        if (touched.Exists(table => table.Count + table.Added > table.Rule.Most))
            Array.Clear(refusedBy);
        return rows;
    }

    private bool Follow(Candidate start, Func<RowChooser.Growth, bool> goesOn)
    {
        attempt++;
        rows.Clear();
        Reset();
        seen[start.Index] = attempt;
        rows.Add(start);
        for (var next = 0; next < rows.Count; next++)
        {
            var row = rows[next];
            if (!row.IsOpen || !Count(growth[row.Index], goesOn))
            {
                inVain += next + 1;
                return false;
            }

            foreach (var needed in row.Needed)
            {
                if (taken[needed.Index] || seen[needed.Index] == attempt)
                    continue;
                seen[needed.Index] = attempt;
                rows.Add(needed);
            }
        }

        return true;
    }

    private bool StaysWithin(RowChooser.Growth table)
    {
        if (!IsWorthIt)
            return false;
        var own = growth[fitted.Row.Index];
        var limit = ReferenceEquals(table, own) ? fitted.Most : table.Rule.Most;
        if (table.Count + table.Added <= limit)
            return true;
        own.Refuse(table);
        if (limit == table.Rule.Most)
            refusedBy[fitted.Row.Index] = table;
        return false;
    }

    private bool Count(RowChooser.Growth table, Func<RowChooser.Growth, bool> goesOn)
    {
        if (table.Added++ == 0)
            touched.Add(table);
        return goesOn(table);
    }

    private void Reset()
    {
        foreach (var table in touched)
            table.Added = 0;
        touched.Clear();
    }
}
