using SnapshotSeed.Options;

namespace SnapshotSeed.EntityFrameworkCore;

/// <summary>When and how a context is seeded.</summary>
public sealed record SnapshotSeedOptions
{
    /// <summary>How to load the snapshot. Default: insert missing rows.</summary>
    public ImportOptions Import { get; init; } = new();

    /// <summary>
    /// Whether to skip a database, with a log entry, if its name is not a test database's and <see
    /// cref="ImportOptions.AllowTargets"/> does not allow it. Default: false, which is an error after the migrations
    /// were committed.
    /// </summary>
    public bool SkipOtherDatabases { get; init; }
}
