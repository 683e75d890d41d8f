using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

internal static class RowConditionSql
{
    /// <summary>Columns and table name in the condition mean the row of the alias.</summary>
    public static Sql IsMet(this RowCondition condition, Sql row) =>
        condition.IsMet(column => $"{row}.{new Identifier(column)}");

    /// <summary>The same for a row whose columns are called otherwise.</summary>
    public static Sql IsMet(this RowCondition condition, Func<string, Sql> value) =>
        $"""
            coalesce((
                SELECT {Sql.FromCatalog(condition.Expression)}
                FROM (SELECT {Sql.List(condition.Seen(value))}) {new Identifier(condition.Table.Name)}
            ), false)
            """;

    private static IEnumerable<Sql> Seen(this RowCondition condition, Func<string, Sql> value) =>
        condition.Sources.IsEmpty
            ? condition.Columns.Select(value)
            : condition.Columns.Select(
                Sql (column, i) =>
                    $"{value(condition.Sources[i])}{Cast(condition.Types[i])} AS {new Identifier(column)}"
            );

    private static Sql Cast(string? type) => type is null ? Sql.Empty : $"::{Sql.FromCatalog(type)}";

    public static Sql Counts(this Table table) => Sql.All(table.Conditions.Select(Sql.FromCatalog));
}
