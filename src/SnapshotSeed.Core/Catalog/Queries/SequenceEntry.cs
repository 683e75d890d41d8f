using SnapshotSeed.Model;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>Either a sequence that feeds a column, or a sequence that feeds none.</summary>
internal sealed record SequenceEntry(UnownedSequence? Loose, Sequence? Sequence);
