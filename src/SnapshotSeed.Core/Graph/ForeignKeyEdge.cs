using QuikGraph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Graph;

/// <summary>
/// A foreign key as an edge of the graph, from its table to the table that it references. The key itself is none, so
/// that QuikGraph stays out of the public API.
/// </summary>
internal sealed record ForeignKeyEdge(ForeignKey Key) : IEdge<TableName>
{
    /// <inheritdoc/>
    public TableName Source => Key.Table;

    /// <inheritdoc/>
    public TableName Target => Key.ReferencedTable;
}
