using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

/// <summary>Tables and their keys in statements.</summary>
internal static class TableSql
{
    // As many rows as a page can number.
    private const int RowsOfAPage = 60_000;

    /// <summary>
    /// A FROM item: a table without the tables that inherit from it, but with its partitions. If the table has
    /// conditions, the rows that pass them, with their system columns.
    /// </summary>
    public static Sql From(this Table table) =>
        table.Conditions.IsEmpty ? table.All()
        : table.ShowsPlaces() ? table.Passing(table.All(), Sql.Empty)
        : table.Passing(table.All(), $"{Own(table)}.tableoid, {Own(table)}.ctid, ");

    /// <summary>
    /// A FROM item: as <see cref="From"/> with all rows. Rows that may have no fixed places are numbered by their key,
    /// and get places that are the same in every statement of a transaction.
    /// </summary>
    public static Sql All(this Table table)
    {
        var rows = table.Itself();
        if (!table.ShowsPlaces())
            return rows;
        var number = new Identifier("number ");
        Sql numbered = $"row_number() OVER (ORDER BY {Sql.Columns(table.RowKey!.Columns)}) - 1 AS {number}";
        return $"""
            (
                SELECT n.tableoid,
                    format('(%s,%s)', n.{number} / {RowsOfAPage}, n.{number} % {RowsOfAPage} + 1)::tid AS ctid,
                    {Sql.Columns((Sql)$"n", table.Columns.Select(column => column.Name))}
                FROM (SELECT {Own(table)}.tableoid, {numbered}, {Own(table)}.* FROM {rows} {Own(table)}) n
            )
            """;
    }

    /// <summary>
    /// The table in statements that write, with its partitions and without the tables that inherit from it.
    /// </summary>
    public static Sql Itself(this Table table) => table.IsPartitioned ? (Sql)$"{table.Name}" : $"ONLY {table.Name}";

    /// <summary>Whether <see cref="From"/> has the rows' places among its columns.</summary>
    public static bool ShowsPlaces(this Table table) => table is { Storage: not null, RowKey: not null };

    /// <summary>A FROM item: the rows that pass the table's conditions.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows, as a FROM item with all columns of the table.</param>
    /// <param name="systemColumns">Columns that are selected first.</param>
    public static Sql Passing(this Table table, Sql rows, Sql systemColumns) =>
        $"""
            (
                SELECT {systemColumns}{Own(table)}.*
                FROM {rows} {Own(table)}
                WHERE ({table.Counts()}
                )
            )
            """;

    /// <summary>A SELECT list: tableoid, ctid if requested, and all columns of a row of <see cref="From"/>.</summary>
    public static Sql Row(this Table table, Sql alias, bool withPlace = false) =>
        !table.Conditions.IsEmpty || table.ShowsPlaces() ? (Sql)$"{alias}.*"
        : withPlace ? (Sql)$"{alias}.tableoid, {alias}.ctid, {alias}.*"
        : $"{alias}.tableoid, {alias}.*";

    // A condition may use the table's name as well as its columns' names.
    private static Identifier Own(Table table) => new(table.Name.Name);

    /// <summary>
    /// A condition: two rows are equal by a unique key, as its index compares them. NULLs are not equal, unless the key
    /// says so.
    /// </summary>
    /// <param name="table">The key's table.</param>
    /// <param name="key">The key.</param>
    /// <param name="stored">The expression of each key column in the table's row.</param>
    /// <param name="given">The expression of each key column in the other row.</param>
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
