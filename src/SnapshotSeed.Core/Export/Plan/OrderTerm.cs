using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

/// <summary>An expression over the alias <c>c</c>, and its collation, direction and place of NULLs.</summary>
internal sealed record OrderTerm(Sql Expression, Sql Suffix);
