using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Selection;

/// <summary>How many chosen rows have a missing parent row by a key.</summary>
internal sealed record DanglingRows(ForeignKey Key, long Count);
