using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>Which tables of a folder somebody asks for.</summary>
/// <param name="AreAll">Whether nobody asked for single ones.</param>
/// <param name="Tables">The tables with a file that were asked for.</param>
/// <param name="Absent">The tables without one that were asked for.</param>
internal sealed record TableSelection(bool AreAll, IReadOnlySet<TableName> Tables, ImmutableArray<TableName> Absent)
{
    public bool Contains(TableName table) => AreAll || Tables.Contains(table);
}
