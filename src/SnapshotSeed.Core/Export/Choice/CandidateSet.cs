using System.Collections.Immutable;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>The rows among which a sample is chosen. They refer to each other as rows do in the database.</summary>
internal sealed class CandidateSet
{
    // Of each table so many rows are looked up with all that they lead to, whatever comes together: enough for floors.
    private const int RanksLookedUp = 20;

    private readonly Dictionary<TableName, Dictionary<RowId, Candidate>> byPlace = [];
    private readonly Dictionary<TableName, List<Candidate>> inOrder = [];
    private readonly List<Candidate> all = [];

    // Of the row that is taken.
    private readonly List<Candidate> referenced = [];

    /// <summary>All of them by their tables.</summary>
    public IEnumerable<(TableName Table, IReadOnlyCollection<Candidate> Rows)> ByTable =>
        byPlace.Select(table => (table.Key, (IReadOnlyCollection<Candidate>)table.Value.Values));

    /// <summary>How many there are.</summary>
    public int Count => all.Count;

    /// <summary>The candidates of a table whose references are known, in the order in which rows are chosen.</summary>
    public IReadOnlyList<Candidate> this[TableName table] => inOrder.GetValueOrDefault(table, []);

    /// <summary>
    /// The places of rows that are referenced and not looked up yet. Of very many those that come earliest: the others are
    /// passed over, and so is what leads to them.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="most">How many are not very many.</param>
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

    /// <summary>The candidate at a place.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="place">Its place.</param>
    /// <param name="rank">How early it comes.</param>
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

    /// <summary>Takes rows of a table as they were found, in order, behind those before. One may come twice.</summary>
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

    /// <summary>The rows that reference each one, by its number; null where that is none.</summary>
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
