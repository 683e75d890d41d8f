using System.Collections.Immutable;

namespace SnapshotSeed.Catalog;

/// <summary>
/// A foreign key: rows of <paramref name="Table"/> reference rows of <paramref name="ReferencedTable"/>.
/// </summary>
/// <param name="Name">The constraint's name; unique only within its table.</param>
/// <param name="Table">The referencing table (its root, if it is partitioned).</param>
/// <param name="Columns">The referencing columns, in constraint order.</param>
/// <param name="ReferencedTable">The referenced table (its root, if it is partitioned).</param>
/// <param name="ReferencedColumns">The referenced columns, one for each of <paramref name="Columns"/>.</param>
public sealed record ForeignKey(
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

    /// <summary>
    /// For each column the COLLATE that PostgreSQL's own check adds: the referenced column's, where the two differ;
    /// else nothing.
    /// </summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>
    /// SQL condition: a row references another, as the constraint itself would find it.
    /// </summary>
    /// <param name="referenced">The alias of the referenced table.</param>
    /// <param name="referencing">The expression of each referencing column.</param>
    internal string Matches(string referenced, Func<string, string> referencing)
    {
        var where = ReferencedPartitions is { } leaves ? $" AND {IsIn(referenced, leaves)}" : "";
        return MatchesValues(column => $"{referenced}.{SqlName.Quote(column)}", referencing) + where;
    }

    /// <summary>SQL condition: what the row <c>c</c> references is there. None of its columns is NULL.</summary>
    /// <param name="from">The referenced table, as a FROM item.</param>
    internal string IsMet(string from)
    {
        var matches = $"FROM {from} p WHERE {Matches("p", column => $"c.{SqlName.Quote(column)}")}";
        return IsTemporal
            ? $"coalesce((SELECT pg_catalog.range_agg(p.{SqlName.Quote(ReferencedColumns[^1])}) OPERATOR(pg_catalog.@>) c.{SqlName.Quote(Columns[^1])} {matches}), false)"
            : $"EXISTS (SELECT {matches})";
    }

    /// <summary>
    /// SQL condition: the row of an alias has NULL in some of its columns and not in all, which MATCH FULL forbids;
    /// null where that is allowed.
    /// </summary>
    internal string? IsHalfNull(string alias) =>
        IsMatchFull && Columns.Length > 1 ? $"({Nulls(alias, "OR")} AND NOT ({Nulls(alias, "AND")}))" : null;

    /// <summary>
    /// SQL condition: the row of an alias is in a partition that the constraint binds; null where it binds every row.
    /// </summary>
    internal string? Binds(string alias) => OnlyInPartitions is { } leaves ? IsIn(alias, leaves) : null;

    /// <summary>As <see cref="Matches"/>, where the referenced values are no rows of the table yet.</summary>
    internal string MatchesValues(Func<string, string> referenced, Func<string, string> referencing) =>
        string.Join(
            " AND ",
            Columns.Select(
                (column, i) =>
                    $"{referenced(ReferencedColumns[i])} {EqualityOperators[i]} {referencing(column)}{(Collations.IsEmpty ? "" : Collations[i])}"
            )
        );

    /// <summary>Reads as <c>orders (user_id) -> users (id)</c>.</summary>
    public override string ToString() =>
        $"{Table} ({string.Join(", ", Columns)}) -> {ReferencedTable} ({string.Join(", ", ReferencedColumns)})";

    /// <summary>
    /// Foreign keys are equal when they have the same table and name, the same columns on either end in the same order,
    /// and bind and reference the same partitions, wherever each was read. What else is known of them (validated,
    /// enforced, MATCH FULL, operators) does not count.
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

    private string Nulls(string alias, string conjunction) =>
        $"({string.Join($" {conjunction} ", Columns.Select(column => $"{alias}.{SqlName.Quote(column)} IS NULL"))})";

    private static string IsIn(string alias, ImmutableArray<uint> leaves) =>
        leaves.IsEmpty
            ? "false"
            : $"{alias}.tableoid OPERATOR(pg_catalog.=) ANY ('{{{string.Join(',', leaves)}}}'::pg_catalog.oid[])";
}
