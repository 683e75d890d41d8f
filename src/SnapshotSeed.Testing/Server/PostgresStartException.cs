namespace SnapshotSeed.Testing;

/// <summary>A throwaway server did not start. The message ends with the tail of the server's log.</summary>
public sealed class PostgresStartException : Exception
{
    internal PostgresStartException(string message)
        : base(message) { }
}
