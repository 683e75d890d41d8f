namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>Whether rows were left out that fit.</summary>
/// <param name="sample">The snapshot.</param>
/// <param name="everything">All rows of the same tables.</param>
/// <param name="limit">The limit of every table.</param>
/// <param name="headroom">How many referenced rows each may have beyond it.</param>
internal sealed class Fullness(FolderContent sample, FolderContent everything, int limit, int headroom)
{
    private readonly Dictionary<(string Table, string Columns), ILookup<string, int>> byKey = [];

    /// <summary>
    /// The rows that a table below its limit lacks, although with all that they reference, directly or not, they would
    /// take no table beyond its limit and headroom.
    /// </summary>
    public IEnumerable<string> LeftOut()
    {
        var there = sample.Tables.ToDictionary(table => table.Name, Places);
        foreach (var table in sample.Tables.Where(table => table.Rows < limit))
        {
            foreach (var row in Enumerable.Range(0, everything[table.Name].Records.Count))
            {
                if (!there[table.Name].Contains(row) && Fits(table.Name, row, there))
                    yield return $"{table.Name} has {table.Rows} of {limit} rows without {FolderTable.Whole(everything[table.Name].Records[row])}";
            }
        }
    }

    /// <summary>Which of all rows are in the sample; of equal ones the first.</summary>
    private HashSet<int> Places(FolderTable table)
    {
        var rows = new Dictionary<string, Queue<int>>();
        foreach (var (record, place) in everything[table.Name].Records.Select((record, place) => (record, place)))
        {
            var whole = FolderTable.Whole(record);
            if (!rows.TryGetValue(whole, out var places))
                rows.Add(whole, places = new());
            places.Enqueue(place);
        }

        return [.. table.Records.Select(record => rows[FolderTable.Whole(record)].Dequeue())];
    }

    private bool Fits(string start, int startRow, Dictionary<string, HashSet<int>> there)
    {
        var added = new HashSet<(string Table, int Row)> { (start, startRow) };
        var open = new Queue<(string Table, int Row)>(added);
        while (open.TryDequeue(out var row))
        {
            foreach (var referenced in References(row.Table, row.Row))
            {
                if (!there[referenced.Table].Contains(referenced.Row) && added.Add(referenced))
                    open.Enqueue(referenced);
            }
        }

        return added.GroupBy(row => row.Table).All(rows => sample[rows.Key].Rows + rows.Count() <= limit + headroom);
    }

    private IEnumerable<(string Table, int Row)> References(string name, int row)
    {
        var table = everything[name];
        foreach (var key in table.References)
        {
            if (table.Tuple(table.Records[row], key) is not { } tuple)
                continue;
            foreach (var place in Lookup(key)[tuple])
                yield return (key.ReferencedTable, place);
        }
    }

    private ILookup<string, int> Lookup(FolderForeignKey key)
    {
        var index = (key.ReferencedTable, string.Join('|', key.ReferencedColumns));
        if (!byKey.TryGetValue(index, out var lookup))
        {
            var table = everything[key.ReferencedTable];
            lookup = table
                .Records.Select((record, place) => (Tuple: table.Tuple(record, key.ReferencedColumns), place))
                .Where(pair => pair.Tuple is not null)
                .ToLookup(pair => pair.Tuple!, pair => pair.place);
            byKey.Add(index, lookup);
        }

        return lookup;
    }
}
