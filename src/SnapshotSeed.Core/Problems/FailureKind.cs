namespace SnapshotSeed.Problems;

/// <summary>What kind of failure a <see cref="SnapshotSeedException"/> reports.</summary>
internal enum FailureKind
{
    /// <summary>The work could not be done: database, privileges, data or folder.</summary>
    Failed,

    /// <summary>The request itself is wrong: an unknown table, a limit below zero, a bad URL.</summary>
    WrongUsage,

    /// <summary>The server refused a statement: its error is the inner exception.</summary>
    Server,
}
