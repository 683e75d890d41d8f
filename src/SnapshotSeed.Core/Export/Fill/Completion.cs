using SnapshotSeed.Export.Eligibility;

namespace SnapshotSeed.Export.Fill;

/// <summary>How a sample grows while it is read.</summary>
internal sealed record Completion(int Limit, RowFilter Filter);
