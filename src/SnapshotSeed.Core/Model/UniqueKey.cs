using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A primary key, unique constraint or unique index over plain columns, valid and not partial.</summary>
/// <param name="Name">The name of its index.</param>
/// <param name="Columns">The key columns in the order of the index, without INCLUDE columns.</param>
internal sealed record UniqueKey(string Name, ImmutableArray<string> Columns)
{
    public bool IsPrimary { get; init; }

    /// <summary>Whether the database enforces it. If not, only the configuration declares it.</summary>
    internal bool IsDeclared { get; init; } = true;

    /// <summary>Whether two NULLs are equal (NULLS NOT DISTINCT, PostgreSQL 15).</summary>
    internal bool NullsAreEqual { get; init; }

    /// <summary>
    /// The equality operator of each column, as SQL, such as <c>OPERATOR(pg_catalog.=)</c>: the one of the index.
    /// </summary>
    internal ImmutableArray<string> EqualityOperators { get; init; } = [];

    /// <summary>For each column the COLLATE clause of the index, if it differs from the column's; else empty.</summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>
    /// The COLLATE clause that makes an expression compare as the index compares the column at a position.
    /// </summary>
    internal string CollationOf(int column) => Collations.IsEmpty ? "" : Collations[column];

    /// <summary>
    /// Keys of one table are equal if they have the same name and the same columns in the same order. Other properties
    /// do not count.
    /// </summary>
    public bool Equals(UniqueKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Columns.SequenceEqual(other.Columns));

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
