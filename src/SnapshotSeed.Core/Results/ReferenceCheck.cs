using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>A foreign key with missing parent rows.</summary>
/// <param name="ForeignKey">The key.</param>
/// <param name="Dangling">The number of rows whose parent row is missing.</param>
internal sealed record ReferenceCheck(ForeignKey ForeignKey, long Dangling);
