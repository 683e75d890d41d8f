namespace SnapshotSeed.Options;

/// <summary>What the generated ids in the files are.</summary>
public enum IdMode
{
    /// <summary>The ids themselves, which the import keeps (the default).</summary>
    Keep,

    /// <summary>
    /// Labels, any text. A row that the target has under its natural key keeps its id there, another one gets a new id from
    /// the database, and references follow.
    /// </summary>
    Assign,
}
