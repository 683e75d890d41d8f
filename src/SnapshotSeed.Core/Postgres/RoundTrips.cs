namespace SnapshotSeed.Postgres;

internal static class RoundTrips
{
    private const int MostStatements = 50;
    private const int MostRows = 20_000;

    /// <summary>Keeps the order. <paramref name="rows"/> tells about how many rows a statement returns.</summary>
    public static IEnumerable<List<T>> Of<T>(IEnumerable<T> statements, Func<T, long> rows)
    {
        var together = new List<T>();
        var sum = 0L;
        foreach (var statement in statements)
        {
            if (together.Count > 0 && (together.Count == MostStatements || sum + rows(statement) > MostRows))
            {
                yield return together;
                (together, sum) = ([], 0);
            }

            together.Add(statement);
            sum += rows(statement);
        }

        if (together.Count > 0)
            yield return together;
    }
}
