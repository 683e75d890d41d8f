using SnapshotSeed.Export.Eligibility;

namespace SnapshotSeed.Export.Fill;

/// <summary>How a sample grows while it is read.</summary>
/// <param name="Limit">The size to reach.</param>
/// <param name="Filter">Which rows may be added.</param>
internal sealed record Completion(int Limit, RowFilter Filter);
