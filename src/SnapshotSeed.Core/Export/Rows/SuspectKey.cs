using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>A parent row of <c>c</c> may be missing, though the referenced table is whole.</summary>
internal sealed record SuspectKey(ForeignKey Key, Sql Dangles);
