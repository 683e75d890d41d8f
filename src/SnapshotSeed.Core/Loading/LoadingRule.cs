using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>How a table is loaded.</summary>
/// <param name="OnConflict">What becomes of rows that are there.</param>
/// <param name="Ids">What the values of its generated id are.</param>
/// <param name="Key">The key that a user names; null for the table's own.</param>
internal sealed record LoadingRule(
    ConflictMode OnConflict = ConflictMode.Skip,
    IdMode Ids = IdMode.Keep,
    UniqueKey? Key = null
)
{
    /// <summary>The rule where nothing is said.</summary>
    public static readonly LoadingRule Default = new();
}
