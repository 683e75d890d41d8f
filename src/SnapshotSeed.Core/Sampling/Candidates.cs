namespace SnapshotSeed.Sampling;

/// <summary>The rows among which a sample is chosen. They refer to each other as rows do in the database.</summary>
internal sealed class Candidates
{
    private readonly Dictionary<TableName, Dictionary<RowId, Candidate>> byPlace = [];
    private readonly Dictionary<TableName, List<Candidate>> inOrder = [];
    private readonly List<Candidate> all = [];

    /// <summary>All of them, in the order of their numbers.</summary>
    public IReadOnlyList<Candidate> All => all;

    /// <summary>How many there are.</summary>
    public int Count => all.Count;

    /// <summary>The candidates of a table whose references are known, in the order in which rows are chosen.</summary>
    public IReadOnlyList<Candidate> this[TableName table] => inOrder.GetValueOrDefault(table, []);

    /// <summary>The places of rows that are referenced and not looked up yet.</summary>
    public IReadOnlyCollection<RowId> Wanted(TableName table) =>
        byPlace.TryGetValue(table, out var rows)
            ? [.. rows.Values.Where(row => !row.IsResolved).Select(row => row.Row)]
            : [];

    /// <summary>The candidate at a place.</summary>
    public Candidate At(TableName table, RowId place)
    {
        if (!byPlace.TryGetValue(table, out var rows))
            byPlace.Add(table, rows = []);
        if (!rows.TryGetValue(place, out var candidate))
        {
            candidate = new Candidate(Count, table, place);
            rows.Add(place, candidate);
            all.Add(candidate);
        }

        return candidate;
    }

    /// <summary>Takes rows of a table as they were found, in order, behind those before. One may come twice.</summary>
    public void Add(TableName table, IEnumerable<FoundRow> found)
    {
        if (!inOrder.TryGetValue(table, out var rows))
            inOrder.Add(table, rows = []);
        foreach (var row in found)
        {
            var candidate = At(table, row.Row);
            if (candidate.IsResolved)
                continue;
            candidate.Resolve(
                [.. row.References.Select(reference => At(reference.Table, reference.Row)).Distinct()],
                row
            );
            rows.Add(candidate);
        }
    }

    /// <summary>Closes the rows that lead, directly or not, to one that may not be chosen.</summary>
    public void CloseWaysOut()
    {
        var closed = new Stack<Candidate>(all.Where(row => !row.IsOpen));
        if (closed.Count == 0)
            return;
        var referencing = all.SelectMany(row => row.References, (row, referenced) => (row, referenced))
            .ToLookup(pair => pair.referenced, pair => pair.row);
        while (closed.TryPop(out var row))
        {
            foreach (var other in referencing[row].Where(other => other.IsOpen))
            {
                other.Close();
                closed.Push(other);
            }
        }
    }
}
