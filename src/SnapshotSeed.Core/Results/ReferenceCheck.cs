using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>A foreign key with rows that reference nothing.</summary>
/// <param name="ForeignKey">The key.</param>
/// <param name="Dangling">How many rows.</param>
internal sealed record ReferenceCheck(ForeignKey ForeignKey, long Dangling);
