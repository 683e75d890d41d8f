namespace SnapshotSeed.Options;

/// <summary>What happens if the target's schema differs from the snapshot's.</summary>
public enum DriftMode
{
    /// <summary>An error (the default). A wider type that holds the same values is no difference.</summary>
    Refuse,

    /// <summary>
    /// The import skips tables and columns that the target lacks, and casts values of a column whose type changed, unless
    /// the cast would change the value. A column that the target requires stays an error.
    /// </summary>
    Adapt,
}
