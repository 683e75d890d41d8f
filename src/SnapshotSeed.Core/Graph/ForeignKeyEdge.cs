using QuikGraph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Graph;

/// <summary>An edge for QuikGraph, which only this folder knows.</summary>
internal sealed record ForeignKeyEdge(ForeignKey Key) : IEdge<TableName>
{
    public TableName Source => Key.Table;

    public TableName Target => Key.ReferencedTable;
}
