namespace SnapshotSeed.Testing;

/// <summary>
/// No PostgreSQL server programs were found. The message lists the searched places, and how to install the programs.
/// </summary>
public sealed class PostgresNotFoundException : Exception
{
    internal PostgresNotFoundException(int? majorVersion, IEnumerable<string> places)
        : base(
            $"""
            No {Wanted(majorVersion)} server programs (initdb, postgres) found. Looked in:
            {string.Join('\n', places.Select(place => $"  {place}"))}
            Install them (apt-get install postgresql, dnf install postgresql-server, brew install postgresql), or set {PostgresFolders.BinVariable} to the folder that holds them.
            """
        ) { }

    private static string Wanted(int? majorVersion) =>
        majorVersion is { } version
            ? $"PostgreSQL {version}"
            : $"PostgreSQL ({PostgresBinaries.OldestMajorVersion} or newer)";
}
