using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>A foreign key with the number of rows whose parent row is missing.</summary>
internal sealed record ReferenceCheck(ForeignKey ForeignKey, long Dangling);
