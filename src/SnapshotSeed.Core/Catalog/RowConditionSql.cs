using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

/// <summary>Row conditions in statements.</summary>
internal static class RowConditionSql
{
    /// <summary>The row of an alias meets the condition, whose columns and table name mean that row.</summary>
    public static Sql IsMet(this RowCondition condition, Sql row) =>
        $"""
            coalesce((
                SELECT {Sql.FromCatalog(condition.Expression)}
                FROM (SELECT {Sql.Columns(row, condition.Columns)}) {new Identifier(condition.Table.Name)}
            ), false)
            """;

    /// <summary>A row counts as a row of its table.</summary>
    public static Sql Counts(this Table table) => Sql.All(table.Conditions.Select(Sql.FromCatalog));
}
