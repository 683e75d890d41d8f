using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Matching;

/// <summary>How a table is loaded; <c>Key</c> is one that a user names, null for the table's own.</summary>
internal sealed record LoadingRule(
    ConflictMode OnConflict = ConflictMode.Skip,
    bool AssignsIds = false,
    UniqueKey? Key = null
)
{
    /// <summary>What a verification wants of its rows; null where nothing is said.</summary>
    public Expectation? Expect { get; init; }

    /// <summary>What a verification wants of its rows in a snapshot.</summary>
    /// <param name="isExported">Whether an export has written the snapshot; else its files are written by hand.</param>
    public Expectation Expected(bool isExported) =>
        Expect ?? (isExported || OnConflict != ConflictMode.Skip ? Expectation.Equal : Expectation.Present);

    public static readonly LoadingRule Default = new();
}
