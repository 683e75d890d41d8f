using System.Collections.Immutable;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>A row as the search for candidates has found it.</summary>
/// <param name="Row">Its place.</param>
/// <param name="References">The rows that it references, but for those of tables that are taken whole.</param>
/// <param name="Suspects">The keys by which it may reference nothing.</param>
/// <param name="IsOpen">Whether nothing that it references itself is left out.</param>
internal sealed record FoundRow(
    RowId Row,
    ImmutableArray<(TableName Table, RowId Row)> References,
    ImmutableArray<ForeignKey> Suspects,
    bool IsOpen
)
{
    /// <summary>What it shows in each column that is to be covered; nothing where none is.</summary>
    public ImmutableArray<long?> Shows { get; init; } = [];
}
