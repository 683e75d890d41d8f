using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Matching;

/// <summary>How a table is loaded.</summary>
/// <param name="OnConflict">What becomes of rows that are there.</param>
/// <param name="AssignsIds">Whether the values of its generated id are labels.</param>
/// <param name="Key">The key that a user names; null for the table's own.</param>
internal sealed record LoadingRule(
    ConflictMode OnConflict = ConflictMode.Skip,
    bool AssignsIds = false,
    UniqueKey? Key = null
)
{
    /// <summary>The rule where nothing is said.</summary>
    public static readonly LoadingRule Default = new();
}
