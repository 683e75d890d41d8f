using System.Collections.Immutable;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

internal sealed class CandidateSet : ICandidates
{
    // The parent rows of so many first rows of each table are always looked up: enough for floors.
    private const int RanksLookedUp = 20;

    private readonly Dictionary<TableName, Dictionary<RowId, Candidate>> byPlace = [];
    private readonly Dictionary<TableName, List<Candidate>> inOrder = [];
    private readonly List<Candidate> all = [];

    // Reused for each row that is added.
    private readonly List<Candidate> referenced = [];

    public IEnumerable<(TableName Table, IReadOnlyCollection<Candidate> Rows)> ByTable =>
        byPlace.Select(table => (table.Key, (IReadOnlyCollection<Candidate>)table.Value.Values));

    public int Count => all.Count;

    public IReadOnlyList<Candidate> this[TableName table] => inOrder.GetValueOrDefault(table, []);

    /// <summary>If more than <paramref name="most"/>, only the earliest; the others are passed over.</summary>
    public IReadOnlyCollection<RowId> Wanted(TableName table, long most)
    {
        if (!byPlace.TryGetValue(table, out var rows))
            return [];
        var wanted = rows.Values.Where(row => row.IsWanted).ToList();
        if (wanted.Count <= most)
            return [.. wanted.Select(row => row.Row)];
        var looked = 0;
        List<RowId> places = [];
        foreach (var row in wanted.OrderBy(row => row.Rank).ThenBy(row => row.Index))
        {
            if (looked++ < most || row.Rank <= RanksLookedUp)
                places.Add(row.Row);
            else
                row.PassOver();
        }

        return places;
    }

    /// <summary>It is wanted from now on.</summary>
    public Candidate At(TableName table, RowId place, int rank = 0)
    {
        if (!byPlace.TryGetValue(table, out var rows))
            byPlace.Add(table, rows = []);
        if (rows.TryGetValue(place, out var candidate))
        {
            candidate.Want(rank);
            return candidate;
        }

        candidate = new Candidate(Count, table, place, rank);
        rows.Add(place, candidate);
        all.Add(candidate);
        return candidate;
    }

    public void Bring((TableName Table, RowId Row) parent, (TableName Table, RowId Row) child) =>
        At(parent.Table, parent.Row).Bring(At(child.Table, child.Row));

    /// <summary>In the order in which they were found. A row may come twice.</summary>
    public void Add(TableName table, IEnumerable<FoundRow> found)
    {
        if (!inOrder.TryGetValue(table, out var rows))
            inOrder.Add(table, rows = []);
        foreach (var row in found)
        {
            var candidate = At(table, row.Row, rows.Count + 1);
            if (candidate.IsResolved)
                continue;
            var rank = row.Shows.IsEmpty ? candidate.Rank : 0;
            candidate.Resolve(Referenced(row, rank), row);
            rows.Add(candidate);
        }
    }

    private ImmutableArray<Candidate> Referenced(FoundRow row, int rank)
    {
        referenced.Clear();
        foreach (var (table, place) in row.References)
        {
            var other = At(table, place, rank);
            if (!referenced.Contains(other))
                referenced.Add(other);
        }

        return [.. referenced];
    }

    /// <summary>Closes the rows that lead, at any distance, to a row that may not be chosen.</summary>
    public void CloseReferencing()
    {
        var closed = new Stack<Candidate>(all.Where(row => !row.IsOpen && !row.IsPassedOver));
        if (closed.Count == 0)
            return;
        var referencing = Referencing();
        while (closed.TryPop(out var row))
        {
            foreach (var other in referencing[row.Index] ?? [])
            {
                if (!other.IsOpen)
                    continue;
                other.Close();
                closed.Push(other);
            }
        }
    }

    /// <summary>By the candidate's number; null if it has none.</summary>
    private List<Candidate>?[] Referencing()
    {
        var referencing = new List<Candidate>?[Count];
        foreach (var row in all)
        {
            foreach (var other in row.References)
                (referencing[other.Index] ??= []).Add(row);
        }

        return referencing;
    }
}
