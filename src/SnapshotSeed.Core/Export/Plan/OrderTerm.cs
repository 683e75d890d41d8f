using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

/// <param name="Expression">An expression over the alias <c>c</c>.</param>
/// <param name="Suffix">Its collation, direction and place of NULLs in ORDER BY.</param>
internal sealed record OrderTerm(Sql Expression, Sql Suffix);
