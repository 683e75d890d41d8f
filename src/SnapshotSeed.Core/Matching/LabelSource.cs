using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>A table whose rows the values of a column are labels of.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">The condition on rows of the column's table for which it is so; null where it is for all.</param>
internal sealed record LabelSource(TableName Table, RowCondition? Where);
