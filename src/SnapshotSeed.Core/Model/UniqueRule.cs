using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>
/// A rule against certain pairs of rows that is not a <see cref="UniqueKey"/>: a unique index over expressions, some
/// rows or one partition, an exclusion constraint, or a key WITHOUT OVERLAPS. Rows are never matched by it; it only
/// explains why a row was rejected.
/// </summary>
/// <param name="Name">The name of its index.</param>
/// <param name="Expressions">The compared expressions, as SQL over the table's columns.</param>
/// <param name="Operators">The operator for each expression, as SQL. Two rows conflict if all operators hold.</param>
/// <param name="Predicate">The rows that the rule applies to, as SQL.</param>
internal sealed record UniqueRule(
    string Name,
    ImmutableArray<string> Expressions,
    ImmutableArray<string> Operators,
    string Predicate
);
