using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A primary key, unique constraint or bare unique index over plain columns, valid and not partial.</summary>
/// <param name="Name">The name of the index behind it.</param>
/// <param name="Columns">The key columns in index order, without INCLUDE columns.</param>
internal sealed record UniqueKey(string Name, ImmutableArray<string> Columns)
{
    /// <summary>Whether it is the primary key.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>Whether a constraint or index of the database keeps it, and not only a user's word.</summary>
    internal bool IsDeclared { get; init; } = true;

    /// <summary>Whether it takes two NULLs for equal (NULLS NOT DISTINCT, PostgreSQL 15).</summary>
    internal bool NullsAreEqual { get; init; }

    /// <summary>
    /// The equality operator of each key column, as SQL: <c>OPERATOR(pg_catalog.=)</c>. Keys are equal when
    /// PostgreSQL's index says so.
    /// </summary>
    internal ImmutableArray<string> EqualityOperators { get; init; } = [];

    /// <summary>
    /// For each key column the COLLATE of the index, where that is another than the column's own; else nothing.
    /// </summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>
    /// What an expression needs behind it to be compared as the index compares the column at a position.
    /// </summary>
    internal string CollationOf(int column) => Collations.IsEmpty ? "" : Collations[column];

    /// <summary>
    /// Keys of one table are equal when they have the same name and the same columns in the same order, wherever each
    /// was read. What else is known of them (primary, collations) does not count.
    /// </summary>
    public bool Equals(UniqueKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Columns.SequenceEqual(other.Columns));

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
