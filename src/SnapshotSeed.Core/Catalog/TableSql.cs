using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>Tables and their keys in statements.</summary>
internal static class TableSql
{
    /// <summary>
    /// FROM item: a table without the tables that inherit from it; a partitioned root with its partitions.
    /// </summary>
    public static Sql From(this Table table) => table.IsPartitioned ? (Sql)$"{table.Name}" : $"ONLY {table.Name}";

    /// <summary>
    /// Condition: the values of two rows are equal by a unique key, as its index would find it. Neither is NULL, unless
    /// the key takes two NULLs for equal.
    /// </summary>
    /// <param name="table">The key's table.</param>
    /// <param name="key">The key.</param>
    /// <param name="stored">The expression of each key column in the row of the table.</param>
    /// <param name="given">The expression of each key column in the other one.</param>
    public static Sql Matches(this Table table, UniqueKey key, Func<string, Sql> stored, Func<string, Sql> given) =>
        Sql.All(
            key.Columns.Select(
                (column, i) =>
                {
                    var (left, right) = (stored(column), given(column));
                    Sql same =
                        $"{left} {Sql.FromCatalog(key.EqualityOperators[i])} "
                        + $"{right}{Sql.FromCatalog(key.CollationOf(i))}";
                    return key.NullsAreEqual && table.Column(column).IsNullable
                        ? $"({same} OR {left} IS NULL AND {right} IS NULL)"
                        : same;
                }
            )
        );
}
