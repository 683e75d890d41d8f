using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>A key by which a row may reference nothing, although its referenced table is there as a whole.</summary>
/// <param name="Key">The key.</param>
/// <param name="Dangles">Condition: the row <c>c</c> does so.</param>
internal sealed record SuspectKey(ForeignKey Key, Sql Dangles);
