namespace SnapshotSeed.Catalog;

/// <summary>Either a sequence that feeds a column, or one that feeds none.</summary>
internal sealed record SequenceRow(LooseSequence? Loose, Sequence? Sequence);
