namespace SnapshotSeed.Options;

/// <summary>
/// Which migrations an import records in the target, as their tool would have. It creates the tool's table if it is missing.
/// </summary>
/// <param name="Version">The newest version to record; null (the default) is the snapshot's newest.</param>
public sealed record MigrationStamp(string? Version = null);
