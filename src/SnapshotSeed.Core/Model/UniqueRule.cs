using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>
/// What forbids two rows beside each other and is no <see cref="UniqueKey"/>: a unique index over expressions or over
/// some rows only, one of a partition alone, an exclusion constraint, a key WITHOUT OVERLAPS. Rows are never matched by
/// these; they only explain why one was kept out.
/// </summary>
/// <param name="Name">The name of the index behind it.</param>
/// <param name="Expressions">What it compares, as SQL over the table's columns.</param>
/// <param name="Operators">The operator for each, as SQL: two rows for which all hold exclude each other.</param>
/// <param name="Predicate">Which rows it is about, as SQL.</param>
internal sealed record UniqueRule(
    string Name,
    ImmutableArray<string> Expressions,
    ImmutableArray<string> Operators,
    string Predicate
);
