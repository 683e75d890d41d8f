namespace SnapshotSeed.Postgres;

/// <summary>Splits statements into round trips.</summary>
internal static class RoundTrips
{
    private const int MostStatements = 50;
    private const int MostRows = 20_000;

    /// <param name="statements">The statements, whose order is kept.</param>
    /// <param name="rows">About how many rows a statement returns.</param>
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
