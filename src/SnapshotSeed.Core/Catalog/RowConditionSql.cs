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
                FROM (SELECT {condition.Seen(row)}) {new Identifier(condition.Table.Name)}
            ), false)
            """;

    private static Sql Seen(this RowCondition condition, Sql row) =>
        condition.Sources.IsEmpty
            ? Sql.Columns(row, condition.Columns)
            : Sql.List(
                condition.Columns.Select(
                    Sql (column, i) =>
                        $"{row}.{new Identifier(condition.Sources[i])}{Cast(condition.Types[i])} AS {new Identifier(column)}"
                )
            );

    private static Sql Cast(string? type) => type is null ? Sql.Empty : $"::{Sql.FromCatalog(type)}";

    public static Sql Counts(this Table table) => Sql.All(table.Conditions.Select(Sql.FromCatalog));
}
