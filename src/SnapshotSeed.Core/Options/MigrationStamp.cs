namespace SnapshotSeed;

/// <summary>
/// Has the target's migration tool take the target for migrated: its table is made where it is missing, and what the
/// snapshot tells of the migrations is written, as the tool would have.
/// </summary>
/// <param name="Version">The version to be at; null (the default) is the snapshot's.</param>
public sealed record MigrationStamp(string? Version = null);
