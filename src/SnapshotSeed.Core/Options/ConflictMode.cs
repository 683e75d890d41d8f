namespace SnapshotSeed.Options;

/// <summary>What becomes of a row that the target holds already under its key.</summary>
public enum ConflictMode
{
    /// <summary>It stays as it is, and is counted: equal or different.</summary>
    Skip,

    /// <summary>Where it differs it takes the snapshot's values; an equal one is not touched, so no trigger fires for it.</summary>
    Update,

    /// <summary>It is an error, and nothing is written. A table without any key is loaded as ever.</summary>
    Fail,
}
