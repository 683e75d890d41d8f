using System.Collections.Immutable;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>References are without rows of whole tables; it is open if no parent row of its own is excluded.</summary>
internal sealed record FoundRow(
    RowId Row,
    ImmutableArray<(TableName Table, RowId Row)> References,
    ImmutableArray<ForeignKey> Suspects,
    bool IsOpen
)
{
    /// <summary>Covered values as numbers; empty without covered columns.</summary>
    public ImmutableArray<long?> Shows { get; init; } = [];
}
