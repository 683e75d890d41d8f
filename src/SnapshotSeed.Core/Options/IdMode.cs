namespace SnapshotSeed;

/// <summary>What the values of generated ids in a snapshot are.</summary>
public enum IdMode
{
    /// <summary>The ids themselves.</summary>
    Keep,

    /// <summary>
    /// Labels of rows, any text: a row that the target holds under its natural key keeps its id there, another one gets a
    /// new one from the database, and what references the label follows.
    /// </summary>
    Assign,
}
