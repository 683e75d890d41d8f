namespace SnapshotSeed.Catalog;

/// <summary>A sequence: whether it feeds no column, and else which.</summary>
internal sealed record SequenceRow(TableName Name, bool IsLoose, Sequence? Sequence);
