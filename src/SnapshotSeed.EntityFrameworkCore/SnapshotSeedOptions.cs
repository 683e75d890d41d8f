using SnapshotSeed.Options;

namespace SnapshotSeed.EntityFrameworkCore;

/// <summary>When and how a context is seeded.</summary>
public sealed record SnapshotSeedOptions
{
    /// <summary>How the snapshot is loaded. By default what is missing is inserted.</summary>
    public ImportOptions Import { get; init; } = new();

    /// <summary>
    /// Whether nothing is done, but for an entry in the log, where the database's name is not that of a test database and not allowed by
    /// <see cref="ImportOptions.AllowTargets"/>. Default false: that is an error, and leaves the migrations committed.
    /// </summary>
    public bool SkipOtherDatabases { get; init; }
}
