using System.Collections.Immutable;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>A row as the search for candidates found it.</summary>
/// <param name="Row">Its place.</param>
/// <param name="References">Its parent rows, without those of whole tables.</param>
/// <param name="Suspects">The keys by which its parent row may be missing.</param>
/// <param name="IsOpen">Whether none of its own parent rows is excluded.</param>
internal sealed record FoundRow(
    RowId Row,
    ImmutableArray<(TableName Table, RowId Row)> References,
    ImmutableArray<ForeignKey> Suspects,
    bool IsOpen
)
{
    /// <summary>The values of covered columns, as numbers; empty without such columns.</summary>
    public ImmutableArray<long?> Shows { get; init; } = [];
}
