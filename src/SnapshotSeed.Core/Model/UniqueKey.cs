using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>Over plain columns, valid and not partial; columns in the order of the index, without INCLUDE.</summary>
internal sealed record UniqueKey(string Name, ImmutableArray<string> Columns)
{
    public bool IsPrimary { get; init; }

    /// <summary>If not by the database, it is declared by the configuration.</summary>
    internal bool IsDeclared { get; init; } = true;

    /// <summary>NULLS NOT DISTINCT, since PostgreSQL 15.</summary>
    internal bool NullsAreEqual { get; init; }

    /// <summary>Those of the index, as SQL, such as <c>OPERATOR(pg_catalog.=)</c>.</summary>
    internal ImmutableArray<string> EqualityOperators { get; init; } = [];

    /// <summary>For each column the COLLATE clause of the index, if it differs from the column's; else empty.</summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>The same where NULLs are equal, which then no constraint makes sure of.</summary>
    internal UniqueKey WithEqualNulls() =>
        NullsAreEqual ? this : this with { NullsAreEqual = true, IsDeclared = false };

    internal string CollationOf(int column) => Collations.IsEmpty ? "" : Collations[column];

    /// <summary>Keys of one table are equal by name and columns, in their order.</summary>
    public bool Equals(UniqueKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Columns.SequenceEqual(other.Columns));

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
