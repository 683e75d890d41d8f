using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Selection;

/// <summary>How many chosen rows reference nothing by a key.</summary>
internal sealed record DanglingRows(ForeignKey Key, long Count);
