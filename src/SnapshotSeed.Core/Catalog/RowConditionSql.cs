using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

internal static class RowConditionSql
{
    /// <summary>Columns and table name in the condition mean the row of the alias.</summary>
    public static Sql IsMet(this RowCondition condition, Sql row) =>
        $"""
            coalesce((
                SELECT {Sql.FromCatalog(condition.Expression)}
                FROM (SELECT {Sql.Columns(row, condition.Columns)}) {new Identifier(condition.Table.Name)}
            ), false)
            """;

    public static Sql Counts(this Table table) => Sql.All(table.Conditions.Select(Sql.FromCatalog));
}
