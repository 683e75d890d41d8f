namespace SnapshotSeed;

/// <summary>What becomes of a snapshot whose schema is not the target's.</summary>
public enum DriftMode
{
    /// <summary>What does not fit is an error (the default); a type that holds the same values fits.</summary>
    Refuse,

    /// <summary>
    /// Tables and columns that the target lacks are left out, and values of a column whose type changed are cast, unless that
    /// would lose anything of one. A column that the target needs is refused all the same.
    /// </summary>
    Adapt,
}
