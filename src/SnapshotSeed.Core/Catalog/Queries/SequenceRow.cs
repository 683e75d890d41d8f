namespace SnapshotSeed.Catalog;

/// <summary>A sequence that feeds a column, or one that feeds none; neither, if the column is not ours.</summary>
internal sealed record SequenceRow(LooseSequence? Loose, Sequence? Sequence);
