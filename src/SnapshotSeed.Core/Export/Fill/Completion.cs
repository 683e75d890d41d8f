using SnapshotSeed.Export.Eligibility;

namespace SnapshotSeed.Export.Fill;

internal sealed record Completion(int Limit, RowFilter Filter);
