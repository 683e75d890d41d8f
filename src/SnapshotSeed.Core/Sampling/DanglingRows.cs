using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>How many chosen rows reference nothing by a key.</summary>
internal sealed record DanglingRows(ForeignKey Key, long Count);
