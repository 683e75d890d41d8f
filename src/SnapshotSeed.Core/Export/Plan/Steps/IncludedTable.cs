using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>A table with included rows.</summary>
/// <param name="Table">The table.</param>
/// <param name="Children">How many child rows may come along, with their child rows.</param>
internal sealed record IncludedTable(TableName Table, int Children)
{
    /// <summary>The table with the condition of the included rows.</summary>
    internal Table Rows { get; init; } = new(Table);

    /// <inheritdoc/>
    public override string ToString() =>
        Children == 0 ? $"{Table}" : FormattableString.Invariant($"{Table} ({Children} children)");
}
