using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Fit;

/// <summary>A column whose values in the files are labels of another table's rows, or of its own.</summary>
/// <param name="Column">The column.</param>
/// <param name="Of">The table whose ids are labels.</param>
/// <param name="Where">The condition on rows for which it is so; null where it is for all.</param>
internal sealed record LabelColumn(string Column, TableName Of, RowCondition? Where);
