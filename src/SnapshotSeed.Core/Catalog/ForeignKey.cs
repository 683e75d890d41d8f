using System.Collections.Immutable;

namespace SnapshotSeed.Catalog;

/// <summary>A foreign key: rows of <paramref name="Table"/> reference rows of <paramref name="ReferencedTable"/>.</summary>
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
    ImmutableArray<string> ReferencedColumns)
{
    /// <summary>Whether PostgreSQL has checked the rows that existed when the constraint was made (not so under NOT VALID or NOT ENFORCED).</summary>
    public bool IsValidated { get; init; } = true;

    /// <summary>Whether a table references itself.</summary>
    public bool IsSelfReference => Table == ReferencedTable;

    /// <summary>The operator by which PostgreSQL compares each referenced column (left) with its referencing column (right), as SQL.</summary>
    internal ImmutableArray<string> EqualityOperators { get; init; } = [];

    /// <summary>Whether it is temporal (PERIOD, PostgreSQL 18): its last column is covered by all rows together that overlap it.</summary>
    internal bool IsTemporal { get; init; }

    /// <summary>The partition that alone carries the constraint, where it was declared on a leaf and not on the root.</summary>
    internal uint? OnlyInPartition { get; init; }

    /// <summary>The partition whose rows alone are referenced, where the constraint names a leaf and not the root.</summary>
    internal uint? ReferencedPartition { get; init; }

    /// <summary>For each column the COLLATE that PostgreSQL's own check adds: the referenced column's, where the two differ; else nothing.</summary>
    internal ImmutableArray<string> Collations { get; init; } = [];

    /// <summary>
    /// SQL condition: a row references another, as the constraint itself would find it.
    /// </summary>
    /// <param name="referenced">The alias of the referenced table.</param>
    /// <param name="referencing">The expression of each referencing column.</param>
    internal string Matches(string referenced, Func<string, string> referencing)
    {
        var leaf = ReferencedPartition is { } oid ? $" AND {referenced}.tableoid = {oid}" : "";
        return MatchesValues(column => $"{referenced}.{SqlName.Quote(column)}", referencing) + leaf;
    }

    /// <summary>As <see cref="Matches"/>, where the referenced values are no rows of the table yet.</summary>
    internal string MatchesValues(Func<string, string> referenced, Func<string, string> referencing) =>
        string.Join(" AND ", Columns.Select((column, i) =>
            $"{referenced(ReferencedColumns[i])} {EqualityOperators[i]} {referencing(column)}{(Collations.IsEmpty ? "" : Collations[i])}"));

    /// <summary>Reads as <c>orders (user_id) -> users (id)</c>.</summary>
    public override string ToString() =>
        $"{Table} ({string.Join(", ", Columns)}) -> {ReferencedTable} ({string.Join(", ", ReferencedColumns)})";
}
