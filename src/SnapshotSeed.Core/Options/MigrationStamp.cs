namespace SnapshotSeed.Options;

/// <summary>
/// Which migrations an import records in the target, as their tool would have. It creates the tool's table if it is missing.
/// </summary>
/// <param name="Version">
/// The newest version to record; it replaces another version of the target. null (the default) is the snapshot's newest,
/// and a target at another version is refused.
/// </param>
public sealed record MigrationStamp(string? Version = null);
