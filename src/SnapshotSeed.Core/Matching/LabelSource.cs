using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>A table whose rows the values of a column are labels of, in rows that meet the condition.</summary>
internal sealed record LabelSource(TableName Table, RowCondition? Where);
