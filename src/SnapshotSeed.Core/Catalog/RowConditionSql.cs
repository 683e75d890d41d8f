using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

/// <summary>Conditions on rows in statements.</summary>
internal static class RowConditionSql
{
    /// <summary>Condition: the row of an alias meets it. Its columns, and the table's name, mean that row.</summary>
    public static Sql IsMet(this RowCondition condition, Sql row) =>
        $"""
            coalesce((
                SELECT {Sql.FromCatalog(condition.Expression)}
                FROM (SELECT {Sql.Columns(row, condition.Columns)}) {new Identifier(condition.Table.Name)}
            ), false)
            """;

    /// <summary>Condition: a row counts as one of its table.</summary>
    public static Sql Counts(this Table table) => Sql.All(table.Conditions.Select(Sql.FromCatalog));
}
