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
    public static readonly LoadingRule Default = new();
}
