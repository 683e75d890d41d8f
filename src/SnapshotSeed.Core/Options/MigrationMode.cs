namespace SnapshotSeed.Options;

/// <summary>What an import does where snapshot and target are at different migrations.</summary>
public enum MigrationMode
{
    /// <summary>Says so and loads (the default).</summary>
    Warn,

    /// <summary>Refuses, also where either tells no migration.</summary>
    Require,

    /// <summary>Loads, and says nothing.</summary>
    Ignore,
}
