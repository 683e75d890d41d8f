using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>
/// Rows of a file (the alias s) held against those of the table (t). Runs under the pinned search_path, where the
/// operators are PostgreSQL's own.
/// </summary>
internal static class MatchSql
{
    // A join passes on at most 1,664 columns.
    private const int MostJoinedColumns = 800;

    /// <summary>Whether a table has any row.</summary>
    public static Sql HasRows(Table table) =>
        table.Conditions.IsEmpty
            ? (Sql)$"SELECT EXISTS (SELECT FROM {table.Itself()})"
            : $"SELECT EXISTS (SELECT FROM {table.From()} t)";

    /// <summary>
    /// How many rows are there (each once, if the file has it twice), the numbers of the missing ones, and of those
    /// that are there and differ.
    /// </summary>
    /// <param name="load">The table.</param>
    /// <param name="source">Its rows in the file.</param>
    public static Sql Match(TableLoad load, Sql source) =>
        Summary(
            load,
            source,
            load.RowKey is { } key
                    ? $"""
                    compared AS (
                        {ByKey(load, key, $"given s", Place(load))})
                    """
                : load.PartialKey is { } partial ? ByKeyOrWholeRows(load, partial)
                : $"""
                {Copies(load, Sql.Empty, Sql.Empty)},
                compared AS (
                    {ByWholeRows})
                """
        );

    /// <summary>The names of the columns in which rows of a file, and those of the same key in the table, have another text.</summary>
    /// <param name="load">The table.</param>
    /// <param name="key">The key.</param>
    /// <param name="source">The rows of the file.</param>
    public static Sql DifferentColumns(TableLoad load, UniqueKey key, Sql source)
    {
        var compared = load.Columns.Zip(
            Values(load),
            Sql (column, value) =>
                $"({Sql.Literal(column.Target.Name)}, concat(ROW({value})) <> concat(ROW(t.{column.Target})))"
        );
        return $"""
            SELECT DISTINCT d.name
            FROM (
                {source}) s
            JOIN {load.Table.From()} t ON {SameKey(load, key)}
            CROSS JOIN LATERAL (VALUES {Sql.List(compared)}) d (name, differs)
            WHERE d.differs
            """;
    }

    /// <summary>Condition: the row <c>s</c> is in the table, so that it does not matter what else it is like.</summary>
    public static Sql IsThere(TableLoad load)
    {
        var isSameRow = (Sql)$"{Image(load)} = {StoredImage(load)}";
        var isSame =
            load.RowKey is { } key ? SameKey(load, key)
            : load.PartialKey is { } partial
                ? $"CASE WHEN {HasKey(load, partial)} THEN {SameKey(load, partial)} ELSE {isSameRow} END"
            : isSameRow;
        return $"EXISTS (SELECT FROM {load.Table.From()} t WHERE {isSame})";
    }

    /// <summary>Condition: the row <c>t</c> of the table has the key that the row <c>s</c> would have there.</summary>
    public static Sql SameKey(TableLoad load, UniqueKey key) =>
        load.Table.Matches(key, column => $"t.{new Identifier(column)}", column => Value(load, $"s", column));

    /// <summary>The value of a column in a row of the file, as it would be stored.</summary>
    public static Sql Value(TableLoad load, Sql alias, string column) =>
        ValueSql.AsStored($"{alias}.{FileRowsSql.Name(load.IndexOf(column))}", load.Table.Column(column));

    /// <summary>The whole row <c>s</c> as text by the output functions, as it would be stored.</summary>
    public static Sql Image(TableLoad load) => $"concat(ROW({Sql.List(Values(load))}))";

    /// <param name="load">The table.</param>
    /// <param name="key">The key.</param>
    /// <param name="given">FROM item: the rows <c>s</c>.</param>
    /// <param name="place">What tells stored rows apart.</param>
    private static Sql ByKey(TableLoad load, UniqueKey key, Sql given, Sql place) =>
        $"""
            SELECT s.line, t.tableoid IS NULL AS missing, {place} AS place,
                {SameText(load)} AS same
            FROM {given} LEFT JOIN {StoredRows(load)} ON {SameKey(load, key)}
            """;

    /// <summary>
    /// Without a key a row is there when as many equal ones are: n copies in the file, n in the table.
    /// </summary>
    private static Sql Copies(TableLoad load, Sql given, Sql stored) =>
        $"""
            copies AS (
                SELECT s.line, s.image, row_number() OVER (PARTITION BY s.image ORDER BY s.line) AS copy
                FROM (SELECT s.line, {Image(load)} AS image FROM given s{given}) s),
            stored AS (SELECT {StoredImage(load)} AS image, count(*) AS copies FROM {StoredRows(
                load
            )}{stored} GROUP BY 1)
            """;

    private static readonly Sql ByWholeRows = $"""
        SELECT s.line, t.copies IS NULL AS missing, concat(s.line) AS place, true AS same
        FROM copies s LEFT JOIN stored t ON t.image = s.image AND s.copy <= t.copies
        """;

    /// <summary>Rows with a NULL in the key, which it does not tell apart, are compared whole; the others by it.</summary>
    private static Sql ByKeyOrWholeRows(TableLoad load, UniqueKey key)
    {
        var isKeyless = Sql.Any(key.Columns.Select(Sql (column) => $"t.{new Identifier(column)} IS NULL"));
        Sql keyed = $"(SELECT s.* FROM given s WHERE {HasKey(load, key)}) s";
        return $"""
            {Copies(load, $" WHERE NOT ({HasKey(load, key)})", $" WHERE {isKeyless}")},
            compared AS (
                {ByKey(load, key, keyed, $"concat('key ', {Place(load)})")}
                UNION ALL
                {ByWholeRows})
            """;
    }

    /// <summary>Condition: the row <c>s</c> of the file gives all values of a key.</summary>
    private static Sql HasKey(TableLoad load, UniqueKey key) =>
        Sql.All(key.Columns.Select(Sql (column) => $"{Value(load, $"s", column)} IS NOT NULL"));

    /// <summary>Parameters are cast once. A temporary table is read twice rather than stored a second time.</summary>
    private static Sql Summary(TableLoad load, Sql source, Sql compared) =>
        $"""
            WITH given AS {(load.IsStaged ? (Sql)$"NOT " : Sql.Empty)}MATERIALIZED (
                {source}),
            {compared}
            SELECT count(DISTINCT place) FILTER (WHERE NOT missing),
                coalesce(array_agg(line ORDER BY line) FILTER (WHERE missing), ARRAY[]::bigint[]),
                coalesce(array_agg(line ORDER BY line) FILTER (WHERE NOT missing AND NOT same), ARRAY[]::bigint[])
            FROM compared
            """;

    /// <summary>
    /// Whether the rows <c>s</c> and <c>t</c> have the same text. Where their bytes are the same, and those of most
    /// rows are, no text needs to be made.
    /// </summary>
    public static Sql SameText(TableLoad load)
    {
        Sql sameText = $"""
            {Image(load)}
            = {StoredImage(load)}
            """;
        if (IsWide(load))
            return sameText;

        // Both sides need the same types, so a domain's value counts as one of its base type.
        var given = load.Columns.Zip(Values(load), (column, value) => WithoutDomain(value, column.Target));
        var stored = load.Columns.Select(column => WithoutDomain($"t.{column.Target}", column.Target));
        return $"""
            CASE WHEN record_image_eq(
                ROW({Sql.List(given)}),
                ROW({Sql.List(stored)}))
            THEN true ELSE {sameText} END
            """;
    }

    private static Sql WithoutDomain(Sql value, Column column) =>
        column.IsDomain ? $"({value})::{Sql.FromCatalog(column.BareType)}" : value;

    private static IEnumerable<Sql> Values(TableLoad load) =>
        load.Columns.Select((column, i) => ValueSql.AsStored($"s.{FileRowsSql.Name(i)}", column.Target));

    /// <summary>
    /// The stored row <c>t</c> as text. concat calls each type's output function, as COPY does; a cast to text would
    /// call a user-defined cast where there is one.
    /// </summary>
    private static Sql StoredImage(TableLoad load) => IsWide(load) ? (Sql)$"t.image" : ImageOf(load, $"t.");

    private static Sql ImageOf(TableLoad load, Sql prefix) =>
        $"concat(ROW({Sql.List(load.Columns.Select(Sql (column) => $"{prefix}{column.Target}"))}))";

    /// <summary>What tells stored rows apart.</summary>
    public static Sql Place(TableLoad load) =>
        load.Table.IsPartitioned ? (Sql)$"concat(t.tableoid, t.ctid)" : $"t.ctid";

    /// <summary>FROM item for the stored rows that are to be compared.</summary>
    private static Sql StoredRows(TableLoad load)
    {
        if (!IsWide(load))
            return $"{load.Table.From()} t";
        var key = Sql.Columns(load.Key!.Columns);
        return $"(SELECT tableoid, ctid, {key}, {ImageOf(load, Sql.Empty)} AS image FROM {load.Table.From()} "
            + $"OFFSET 0) t";
    }

    /// <summary>
    /// Of a table with half as many columns as a join passes on, the stored side has to become one text before it.
    /// </summary>
    private static bool IsWide(TableLoad load) => load.Columns.Length > MostJoinedColumns && load.Key is not null;
}
