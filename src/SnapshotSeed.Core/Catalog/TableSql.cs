using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>Tables and their keys in statements.</summary>
internal static class TableSql
{
    /// <summary>
    /// FROM item: a table without the tables that inherit from it; a partitioned root with its partitions. Of one with a
    /// condition the rows that pass it, with their system columns.
    /// </summary>
    public static Sql From(this Table table) =>
        table.Where is null ? table.All() : table.Passing(table.All(), $"{Own(table)}.tableoid, {Own(table)}.ctid, ");

    /// <summary>FROM item: the same with all of its rows.</summary>
    public static Sql All(this Table table) => table.IsPartitioned ? (Sql)$"{table.Name}" : $"ONLY {table.Name}";

    /// <summary>FROM item: those of some rows of a table that pass its condition.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows, as a FROM item with all columns of the table.</param>
    /// <param name="systemColumns">Columns that are selected before all others.</param>
    public static Sql Passing(this Table table, Sql rows, Sql systemColumns) =>
        $"""
            (
                SELECT {systemColumns}{Own(table)}.*
                FROM {rows} {Own(table)}
                WHERE ({table.Where!}
                )
            )
            """;

    /// <summary>SELECT list: tableoid, ctid if asked for, and all columns of a row of <see cref="From"/>.</summary>
    public static Sql Row(this Table table, Sql alias, bool withPlace = false) =>
        table.Where is not null ? (Sql)$"{alias}.*"
        : withPlace ? (Sql)$"{alias}.tableoid, {alias}.ctid, {alias}.*"
        : $"{alias}.tableoid, {alias}.*";

    // A condition may name the table as well as the column.
    private static Identifier Own(Table table) => new(table.Name.Name);

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
