using System.Collections.Immutable;
using SnapshotSeed.Options;

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
    /// Whether PostgreSQL has checked the rows that existed when the constraint was made (not so under NOT VALID or NOT
    /// ENFORCED).
    /// </summary>
    public bool IsValidated { get; init; } = true;

    /// <summary>
    /// Whether PostgreSQL checks the key at all: not so under NOT ENFORCED (PostgreSQL 18), or while its triggers are
    /// disabled. Then rows may dangle for good.
    /// </summary>
    public bool IsEnforced { get; init; } = true;

    /// <summary>Whether a user has declared it (see <see cref="ExportOptions.References"/>), and not the database.</summary>
    public bool IsVirtual { get; init; }

    /// <summary>Whether a table references itself.</summary>
    public bool IsSelfReference => Table == ReferencedTable;

    /// <summary>
    /// The operator by which PostgreSQL compares each referenced column (left) with its referencing column (right), as
    /// SQL.
    /// </summary>
    internal ImmutableArray<string> EqualityOperators { get; init; } = [];

    /// <summary>
    /// Whether it is temporal (PERIOD, PostgreSQL 18): its last column is covered by all rows together that overlap it.
    /// </summary>
    internal bool IsTemporal { get; init; }

    /// <summary>Whether deleting a referenced row deletes the rows that reference it (ON DELETE CASCADE).</summary>
    internal bool IsCascading { get; init; }

    /// <summary>Whether it is MATCH FULL: either all of its columns are NULL or none.</summary>
    internal bool IsMatchFull { get; init; }

    /// <summary>
    /// The leaves whose rows alone are bound, where the constraint was declared on a partition and not on the root;
    /// else null.
    /// </summary>
    internal ImmutableArray<uint>? OnlyInPartitions { get; init; }

    /// <summary>
    /// The leaves whose rows alone are referenced, where the constraint names a partition and not the root; else null.
    /// </summary>
    internal ImmutableArray<uint>? ReferencedPartitions { get; init; }

    /// <summary>The condition on rows that are bound; null where all are.</summary>
    internal RowCondition? Where { get; init; }

    /// <summary>The condition on rows that are referenced; null where all are.</summary>
    internal RowCondition? ReferencedWhere { get; init; }

    /// <summary>
    /// For each column the COLLATE that PostgreSQL's own check adds: the referenced column's, where the two differ;
    /// else nothing.
    /// </summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>Reads as <c>orders (user_id) -> users (id)</c>.</summary>
    public override string ToString() =>
        $"{Table} ({string.Join(", ", Columns)}) -> {ReferencedTable} ({string.Join(", ", ReferencedColumns)})";

    /// <summary>
    /// Foreign keys are equal when they have the same table and name, the same columns on either end in the same order,
    /// and bind and reference the same partitions, wherever each was read. What else is known of them (validated,
    /// enforced, MATCH FULL, operators, conditions, which are in a virtual one's name) does not count.
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

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Table, Name);

    // Partitions tell apart what the constraint's name does not: each partition may declare one of the same name.
    private static bool AreSame(ImmutableArray<uint>? leaves, ImmutableArray<uint>? others) =>
        (leaves, others) is ({ } some, { } same) ? some.SequenceEqual(same) : leaves.HasValue == others.HasValue;
}
