namespace SnapshotSeed.Problems;

internal enum FailureKind
{
    /// <summary>The work failed: database, privileges, data or folder.</summary>
    Failed,

    /// <summary>The request is wrong: an unknown table, a negative limit, a bad URL.</summary>
    WrongUsage,

    /// <summary>The server refused a statement: its error is the inner exception.</summary>
    Server,
}
