namespace SnapshotSeed.Matching;

/// <summary>Enough at once to save round trips, little enough to keep memory flat.</summary>
internal static class LoadBatches
{
    private const int MostTables = 200;
    private const long MostRows = 20_000;
    private const long MostBytes = 16 << 20;

    public static IEnumerable<List<TableLoad>> Of(IEnumerable<TableLoad> loads) => Of(loads, load => [load]);

    public static IEnumerable<List<T>> Of<T>(IEnumerable<T> pieces, Func<T, IEnumerable<TableLoad>> loadsOf)
    {
        var group = new List<T>();
        var (tables, rows, bytes) = (0, 0L, 0L);
        foreach (var piece in pieces)
        {
            var loads = loadsOf(piece).ToList();
            tables += loads.Count;
            rows += loads.Sum(load => load.Rows);
            bytes += loads.Sum(load => load.Source.Content.Bytes);
            if (group.Count > 0 && (tables > MostTables || rows > MostRows || bytes > MostBytes))
            {
                yield return group;
                group = [];
                tables = loads.Count;
                rows = loads.Sum(load => load.Rows);
                bytes = loads.Sum(load => load.Source.Content.Bytes);
            }

            group.Add(piece);
        }

        if (group.Count > 0)
            yield return group;
    }
}
