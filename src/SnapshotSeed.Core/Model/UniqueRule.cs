using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>
/// A unique index over expressions, some rows or one partition, an exclusion constraint, or a key WITHOUT OVERLAPS: two
/// rows conflict if all operators hold. It explains why a row was rejected, but never matches rows.
/// </summary>
internal sealed record UniqueRule(
    string Name,
    ImmutableArray<string> Expressions,
    ImmutableArray<string> Operators,
    string Predicate
);
