using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>A table of which some rows are included.</summary>
/// <param name="Table">The table.</param>
/// <param name="Children">How many rows may come along because they reference these.</param>
internal sealed record IncludedTable(TableName Table, int Children)
{
    /// <summary>The table with no other rows than those.</summary>
    internal Table Rows { get; init; } = new(Table);

    /// <inheritdoc/>
    public override string ToString() =>
        Children == 0 ? $"{Table}" : FormattableString.Invariant($"{Table} ({Children} children)");
}
