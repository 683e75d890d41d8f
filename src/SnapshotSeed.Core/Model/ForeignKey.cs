using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>The name is unique only within its table. Both tables are roots, if they are partitioned.</summary>
internal sealed record ForeignKey(
    string Name,
    TableName Table,
    ImmutableArray<string> Columns,
    TableName ReferencedTable,
    ImmutableArray<string> ReferencedColumns
)
{
    /// <summary>Under NOT VALID or NOT ENFORCED, PostgreSQL did not check rows that existed before.</summary>
    public bool IsValidated { get; init; } = true;

    /// <summary>Not under NOT ENFORCED (PostgreSQL 18), or while its triggers are disabled.</summary>
    public bool IsEnforced { get; init; } = true;

    /// <summary>Whether the configuration declares it, and not the database.</summary>
    public bool IsVirtual { get; init; }

    public bool IsSelfReference => Table == ReferencedTable;

    /// <summary>As SQL, with the referenced column left and the referencing one right.</summary>
    internal ImmutableArray<string> EqualityOperators { get; init; } = [];

    /// <summary>PERIOD (PostgreSQL 18): several referenced rows together may cover the last column.</summary>
    internal bool IsTemporal { get; init; }

    /// <summary>By ON DELETE CASCADE.</summary>
    internal bool IsCascading { get; init; }

    /// <summary>Either all columns are NULL or none.</summary>
    internal bool IsMatchFull { get; init; }

    /// <summary>Leaf partitions whose rows it binds, if a partition declares it; else null.</summary>
    internal ImmutableArray<uint>? OnlyInPartitions { get; init; }

    /// <summary>Leaf partitions whose rows it references, if it references a partition; else null.</summary>
    internal ImmutableArray<uint>? ReferencedPartitions { get; init; }

    /// <summary>
    /// The partitioned table that the constraint references, if <see cref="ReferencedTable"/> is one of its partitions;
    /// else null.
    /// </summary>
    internal TableName? ReferencedRoot { get; init; }

    /// <summary>For rows that the key binds; null if it binds all.</summary>
    internal RowCondition? Where { get; init; }

    /// <summary>For rows that the key references; null for all.</summary>
    internal RowCondition? ReferencedWhere { get; init; }

    /// <summary>COLLATE clauses of PostgreSQL's check: the referenced column's if the two differ, else empty.</summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>Reads as <c>orders (user_id) -> users (id)</c>.</summary>
    public override string ToString() =>
        $"{Table} ({string.Join(", ", Columns)}) -> {ReferencedTable} ({string.Join(", ", ReferencedColumns)})";

    /// <summary>By names, columns and partitions; the condition of a virtual key is part of its name.</summary>
    public bool Equals(ForeignKey? other) =>
        ReferenceEquals(this, other)
        || (
            other is not null
            && (Name, Table, ReferencedTable) == (other.Name, other.Table, other.ReferencedTable)
            && Columns.SequenceEqual(other.Columns)
            && ReferencedColumns.SequenceEqual(other.ReferencedColumns)
            && AreSame(OnlyInPartitions, other.OnlyInPartitions)
            && AreSame(ReferencedPartitions, other.ReferencedPartitions)
        );

    public override int GetHashCode() => HashCode.Combine(Table, Name);

    // Each partition may declare a constraint of the same name.
    private static bool AreSame(ImmutableArray<uint>? leaves, ImmutableArray<uint>? others) =>
        (leaves, others) is ({ } some, { } same) ? some.SequenceEqual(same) : leaves.HasValue == others.HasValue;
}
