using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

/// <summary>Foreign keys as conditions: rows reference each other as the constraint itself would find it.</summary>
internal static class ForeignKeySql
{
    /// <summary>Condition: a row references another.</summary>
    /// <param name="key">The key.</param>
    /// <param name="referenced">The alias of the referenced table.</param>
    /// <param name="referencing">The expression of each referencing column.</param>
    public static Sql Matches(this ForeignKey key, Sql referenced, Func<string, Sql> referencing)
    {
        var values = key.MatchesValues(column => $"{referenced}.{new Identifier(column)}", referencing);
        return Sql.All([
            values,
            key.ReferencedPartitions is { } leaves ? IsIn(referenced, leaves) : Sql.Empty,
            key.ReferencedWhere?.IsMet(referenced) ?? Sql.Empty,
        ]);
    }

    /// <summary>The same where the referenced values are no rows of the table yet.</summary>
    public static Sql MatchesValues(this ForeignKey key, Func<string, Sql> referenced, Func<string, Sql> referencing) =>
        Sql.All(
            key.Columns.Select(
                Sql (column, i) =>
                    $"{referenced(key.ReferencedColumns[i])} {Sql.FromCatalog(key.EqualityOperators[i])} "
                    + $"{referencing(column)}{Sql.FromCatalog(key.Collations.IsEmpty ? "" : key.Collations[i])}"
            )
        );

    /// <summary>Condition: a row of the values that a row references is there. None of its columns is NULL.</summary>
    /// <param name="key">The key.</param>
    /// <param name="referenced">The referenced table, as a FROM item.</param>
    /// <param name="row">The alias of the row.</param>
    /// <param name="isLookedUp">Whether it is kept from becoming a join.</param>
    public static Sql IsMet(this ForeignKey key, Sql referenced, Sql row, bool isLookedUp = false)
    {
        // A row that is there, and is not one of those that are meant, is none that is missing.
        var isReferenced = (key with { ReferencedWhere = null }).Matches(
            (Sql)$"p",
            Sql (column) => $"{row}.{new Identifier(column)}"
        );
        Sql matches = $"FROM {referenced} p WHERE {isReferenced}";
        if (!key.IsTemporal)
            return $"EXISTS (SELECT {matches}{Sql.When(isLookedUp, $" OFFSET 0")})";
        Sql periods = $"pg_catalog.range_agg(p.{new Identifier(key.ReferencedColumns[^1])})";
        Sql period = $"{row}.{new Identifier(key.Columns[^1])}";
        return $"coalesce((SELECT {periods} OPERATOR(pg_catalog.@>) {period} {matches}), false)";
    }

    /// <summary>Condition: none of the columns is NULL in the row of an alias.</summary>
    public static Sql IsGiven(this ForeignKey key, Sql row) =>
        Sql.All(key.Columns.Select(Sql (column) => $"{row}.{new Identifier(column)} IS NOT NULL"));

    /// <summary>
    /// Condition: the row of an alias has NULL in some of the columns and not in all, which MATCH FULL forbids; none
    /// where that is allowed.
    /// </summary>
    public static Sql IsHalfNull(this ForeignKey key, Sql row)
    {
        if (!key.IsMatchFull || key.Columns.Length == 1)
            return Sql.Empty;
        var nulls = key.Columns.Select(Sql (column) => $"{row}.{new Identifier(column)} IS NULL").ToList();
        return $"({Sql.Any(nulls)} AND NOT ({Sql.All(nulls)}))";
    }

    /// <summary>
    /// Condition: the key binds the row of an alias, which is in one of its partitions and meets its condition; none
    /// where it binds every row.
    /// </summary>
    public static Sql Binds(this ForeignKey key, Sql row) =>
        key.OnlyInPartitions is { } leaves ? IsIn(row, leaves) : key.Where?.IsMet(row) ?? Sql.Empty;

    /// <summary>Whether it binds every row of its table, so that one that gives its values references something.</summary>
    public static bool BindsAll(this ForeignKey key) => key.OnlyInPartitions is null && key.Where is null;

    private static Sql IsIn(Sql row, ImmutableArray<uint> leaves) =>
        leaves.IsEmpty
            ? (Sql)$"false"
            : $"{row}.tableoid OPERATOR(pg_catalog.=) ANY "
                + $"({Sql.Literal($"{{{string.Join(',', leaves)}}}")}::pg_catalog.oid[])";

    /// <summary>Whether every row of its table references something by the key.</summary>
    public static bool IsMandatory(this ForeignKey key, Table table) =>
        key.BindsAll() && key.ReferencedWhere is null && !key.Columns.Any(name => table.Column(name).IsNullable);
}
