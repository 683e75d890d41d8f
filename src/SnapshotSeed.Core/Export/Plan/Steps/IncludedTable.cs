using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary><paramref name="Children"/> counts the child rows that may come along, and theirs.</summary>
internal sealed record IncludedTable(TableName Table, int Children)
{
    /// <summary>With the condition of the included rows.</summary>
    internal Table Rows { get; init; } = new(Table);

    public override string ToString() =>
        Children == 0 ? $"{Table}" : FormattableString.Invariant($"{Table} ({Children} children)");
}
