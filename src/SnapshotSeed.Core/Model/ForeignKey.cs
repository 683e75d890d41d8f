using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>
/// A foreign key: rows of <paramref name="Table"/> reference rows of <paramref name="ReferencedTable"/>.
/// </summary>
/// <param name="Name">The constraint's name; unique only within its table.</param>
/// <param name="Table">The referencing table (its root, if it is partitioned).</param>
/// <param name="Columns">The referencing columns, in constraint order.</param>
/// <param name="ReferencedTable">The referenced table (its root, if it is partitioned).</param>
/// <param name="ReferencedColumns">The referenced columns, one for each of <paramref name="Columns"/>.</param>
internal sealed record ForeignKey(
    string Name,
    TableName Table,
    ImmutableArray<string> Columns,
    TableName ReferencedTable,
    ImmutableArray<string> ReferencedColumns
)
{
    /// <summary>
    /// Whether PostgreSQL checked the rows that existed before the constraint. It did not under NOT VALID or NOT
    /// ENFORCED.
    /// </summary>
    public bool IsValidated { get; init; } = true;

    /// <summary>
    /// Whether PostgreSQL checks the key. It does not under NOT ENFORCED (PostgreSQL 18) or while the key's triggers
    /// are disabled; then parent rows may be missing.
    /// </summary>
    public bool IsEnforced { get; init; } = true;

    /// <summary>Whether the configuration declares it, and not the database.</summary>
    public bool IsVirtual { get; init; }

    public bool IsSelfReference => Table == ReferencedTable;

    /// <summary>
    /// The operators that compare each referenced column (left) with its referencing column (right), as SQL.
    /// </summary>
    internal ImmutableArray<string> EqualityOperators { get; init; } = [];

    /// <summary>
    /// Whether it is temporal (PERIOD, PostgreSQL 18): several referenced rows together may cover the last column.
    /// </summary>
    internal bool IsTemporal { get; init; }

    /// <summary>Whether it is ON DELETE CASCADE.</summary>
    internal bool IsCascading { get; init; }

    /// <summary>Whether it is MATCH FULL: either all columns are NULL or none.</summary>
    internal bool IsMatchFull { get; init; }

    /// <summary>
    /// If the constraint was declared on a partition, the leaf partitions whose rows it binds; else null.
    /// </summary>
    internal ImmutableArray<uint>? OnlyInPartitions { get; init; }

    /// <summary>
    /// If the constraint references a partition, the leaf partitions whose rows it references; else null.
    /// </summary>
    internal ImmutableArray<uint>? ReferencedPartitions { get; init; }

    /// <summary>The condition on rows that the key binds; null if it binds all.</summary>
    internal RowCondition? Where { get; init; }

    /// <summary>The condition on rows that the key references; null for all.</summary>
    internal RowCondition? ReferencedWhere { get; init; }

    /// <summary>
    /// For each column the COLLATE clause of PostgreSQL's own check: the referenced column's, if the two differ; else
    /// empty.
    /// </summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>Reads as <c>orders (user_id) -> users (id)</c>.</summary>
    public override string ToString() =>
        $"{Table} ({string.Join(", ", Columns)}) -> {ReferencedTable} ({string.Join(", ", ReferencedColumns)})";

    /// <summary>
    /// Keys are equal if they have the same table and name, the same columns on both ends in the same order, and the
    /// same partitions. Other properties do not count; the condition of a virtual key is part of its name.
    /// </summary>
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
