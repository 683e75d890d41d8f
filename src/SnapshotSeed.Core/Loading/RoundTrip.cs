namespace SnapshotSeed.Loading;

/// <summary>
/// How much goes to the server at once: enough to save round trips, little enough to keep memory flat.
/// </summary>
internal static class RoundTrip
{
    private const int MostTables = 200;
    private const long MostRows = 20_000;
    private const long MostBytes = 16 << 20;

    /// <summary>Whether the rows of all these tables may travel together.</summary>
    public static bool Holds(IReadOnlyCollection<TableLoad> loads) =>
        loads.Count <= MostTables
        && loads.Sum(load => load.Source.Content.Rows) <= MostRows
        && loads.Sum(load => load.Source.Content.Bytes) <= MostBytes;
}
