using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary><paramref name="Children"/> counts the child rows that may come along, and theirs.</summary>
internal sealed record IncludedTable(TableName Table, int Children)
{
    /// <summary>With the condition of the included rows.</summary>
    internal Table Rows { get; init; } = new(Table);

    public override string ToString() =>
        Children switch
        {
            0 => $"{Table}",
            Include.All => $"{Table} (all children)",
            _ => FormattableString.Invariant($"{Table} ({Children} children)"),
        };
}
