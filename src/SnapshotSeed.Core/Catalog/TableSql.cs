using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog;

internal static class TableSql
{
    // As many rows as a page can number.
    private const int RowsOfAPage = 60_000;

    /// <summary>FROM item with partitions but no inheriting tables; only rows that pass the conditions.</summary>
    public static Sql From(this Table table) =>
        table.Conditions.IsEmpty ? table.All()
        : table.ShowsPlaces() ? table.Passing(table.All(), Sql.Empty)
        : table.Passing(table.All(), $"{Own(table)}.tableoid, {Own(table)}.ctid, ");

    /// <summary>FROM item of all rows. Those without fixed places get one by key, the same in a transaction.</summary>
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

    /// <summary>For statements that write: with partitions, without inheriting tables.</summary>
    public static Sql Itself(this Table table) =>
        table.IsPartitioned ? (Sql)$"{table.Relation}" : $"ONLY {table.Relation}";

    /// <summary>Whether <see cref="From"/> has the rows' places among its columns.</summary>
    public static bool ShowsPlaces(this Table table) => table is { Storage: not null, RowKey: not null };

    /// <summary><paramref name="rows"/> is a FROM item with all columns of the table.</summary>
    public static Sql Passing(this Table table, Sql rows, Sql systemColumns) =>
        $"""
            (
                SELECT {systemColumns}{Own(table)}.*
                FROM {rows} {Own(table)}
                WHERE ({table.Counts()}
                )
            )
            """;

    /// <summary>Tableoid, ctid if requested, and all columns of a row of <see cref="From"/>.</summary>
    public static Sql Row(this Table table, Sql alias, bool withPlace = false) =>
        !table.Conditions.IsEmpty || table.ShowsPlaces() ? (Sql)$"{alias}.*"
        : withPlace ? (Sql)$"{alias}.tableoid, {alias}.ctid, {alias}.*"
        : $"{alias}.tableoid, {alias}.*";

    // A condition may use the table's name as well as its columns' names.
    private static Identifier Own(Table table) => new(table.Name.Name);

    /// <summary>Two rows are equal as the key's index compares them. NULLs differ, unless the key says so.</summary>
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
