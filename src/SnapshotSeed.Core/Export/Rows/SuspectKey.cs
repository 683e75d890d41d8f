using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>A key by which a parent row may be missing, though the referenced table is whole.</summary>
/// <param name="Key">The key.</param>
/// <param name="Dangles">Condition: the parent row of <c>c</c> is missing.</param>
internal sealed record SuspectKey(ForeignKey Key, Sql Dangles);
