using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

/// <summary>Conditions about foreign keys, which hold exactly when the constraint does.</summary>
internal static class ForeignKeySql
{
    /// <summary><paramref name="referenced"/> is the alias of the referenced table.</summary>
    public static Sql Matches(this ForeignKey key, Sql referenced, Func<string, Sql> referencing)
    {
        var values = key.MatchesValues(column => $"{referenced}.{new Identifier(column)}", referencing);
        return Sql.All([
            values,
            key.ReferencedPartitions is { } leaves ? IsIn(referenced, leaves) : Sql.Empty,
            key.ReferencedWhere?.IsMet(referenced) ?? Sql.Empty,
        ]);
    }

    /// <summary>For values that are not rows of the table yet.</summary>
    public static Sql MatchesValues(this ForeignKey key, Func<string, Sql> referenced, Func<string, Sql> referencing) =>
        Sql.All(
            key.Columns.Select(
                Sql (column, i) =>
                    $"{referenced(key.ReferencedColumns[i])} {Sql.FromCatalog(key.EqualityOperators[i])} "
                    + $"{referencing(column)}{Sql.FromCatalog(key.Collations.IsEmpty ? "" : key.Collations[i])}"
            )
        );

    /// <summary>The row must have no NULL in the key's columns. A lookup is not turned into a join.</summary>
    public static Sql IsMet(this ForeignKey key, Sql referenced, Sql row, bool isLookedUp = false)
    {
        // A parent row that fails the key's condition exists, so it is not missing.
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

    /// <summary>The row has no NULL in the key's columns.</summary>
    public static Sql IsGiven(this ForeignKey key, Sql row) =>
        Sql.All(key.Columns.Select(Sql (column) => $"{row}.{new Identifier(column)} IS NOT NULL"));

    /// <summary>NULL in some columns but not in all, which MATCH FULL forbids; empty if that is allowed.</summary>
    public static Sql IsHalfNull(this ForeignKey key, Sql row)
    {
        if (!key.IsMatchFull || key.Columns.Length == 1)
            return Sql.Empty;
        var nulls = key.Columns.Select(Sql (column) => $"{row}.{new Identifier(column)} IS NULL").ToList();
        return $"({Sql.Any(nulls)} AND NOT ({Sql.All(nulls)}))";
    }

    /// <summary>By its partition and its condition; empty if the key binds every row.</summary>
    public static Sql Binds(this ForeignKey key, Sql row) =>
        key.OnlyInPartitions is { } leaves ? IsIn(row, leaves) : key.Where?.IsMet(row) ?? Sql.Empty;

    public static bool BindsAll(this ForeignKey key) => key.OnlyInPartitions is null && key.Where is null;

    private static Sql IsIn(Sql row, ImmutableArray<uint> leaves) =>
        leaves.IsEmpty
            ? (Sql)$"false"
            : $"{row}.tableoid OPERATOR(pg_catalog.=) ANY "
                + $"({Sql.Literal($"{{{string.Join(',', leaves)}}}")}::pg_catalog.oid[])";

    /// <summary>Whether every row of the table has a parent row by the key.</summary>
    public static bool IsMandatory(this ForeignKey key, Table table) =>
        key.BindsAll() && key.ReferencedWhere is null && !key.Columns.Any(name => table.Column(name).IsNullable);
}
