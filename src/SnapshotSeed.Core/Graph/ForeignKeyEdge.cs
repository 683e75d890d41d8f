using QuikGraph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Graph;

/// <summary>
/// A foreign key as an edge from the referencing to the referenced table, so that only this folder knows QuikGraph.
/// </summary>
internal sealed record ForeignKeyEdge(ForeignKey Key) : IEdge<TableName>
{
    public TableName Source => Key.Table;

    public TableName Target => Key.ReferencedTable;
}
