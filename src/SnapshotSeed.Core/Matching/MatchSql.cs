using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>Rows <c>s</c> of a file against rows <c>t</c> of the table. Runs under the pinned search_path.</summary>
internal static class MatchSql
{
    // A join passes on at most 1,664 columns.
    private const int MostJoinedColumns = 800;

    public static Sql HasRows(Table table) =>
        table.Conditions.IsEmpty
            ? (Sql)$"SELECT EXISTS (SELECT FROM {table.Itself()})"
            : $"SELECT EXISTS (SELECT FROM {table.From()} t)";

    /// <summary>How many rows a table has.</summary>
    public static Sql Count(Table table) => $"SELECT count(*) FROM {table.From()} t";

    /// <summary>Counts the rows that are there, once each, and lists the missing and the different ones.</summary>
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

    /// <summary>The columns in which rows of the same key have another text.</summary>
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

    /// <summary><c>given</c> is a FROM item with rows <c>s</c>; <c>place</c> tells stored rows apart.</summary>
    private static Sql ByKey(TableLoad load, UniqueKey key, Sql given, Sql place) =>
        $"""
            SELECT s.line, t.tableoid IS NULL AS missing, {place} AS place,
                {SameText(load)} AS same
            FROM {given} LEFT JOIN {StoredRows(load)} ON {SameKey(load, key)}
            """;

    /// <summary>Without a key, n equal rows of the file are there if the table has n of them.</summary>
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

    /// <summary>Rows with NULL in the key, which does not tell them apart, are compared whole.</summary>
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

    /// <summary>Where the bytes are the same, and those of most rows are, no text needs to be made.</summary>
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

    /// <summary>concat calls each type's output function, as COPY does; a cast to text may be a user's.</summary>
    private static Sql StoredImage(TableLoad load) => IsWide(load) ? (Sql)$"t.image" : ImageOf(load, $"t.");

    private static Sql ImageOf(TableLoad load, Sql prefix) =>
        $"concat(ROW({Sql.List(load.Columns.Select(Sql (column) => $"{prefix}{column.Target}"))}))";

    /// <summary>What tells stored rows apart.</summary>
    public static Sql Place(TableLoad load) =>
        load.Table.IsPartitioned ? (Sql)$"concat(t.tableoid, t.ctid)" : $"t.ctid";

    private static Sql StoredRows(TableLoad load)
    {
        if (!IsWide(load))
            return $"{load.Table.From()} t";
        var key = Sql.Columns(load.Key!.Columns);
        return $"(SELECT tableoid, ctid, {key}, {ImageOf(load, Sql.Empty)} AS image FROM {load.Table.From()} "
            + $"OFFSET 0) t";
    }

    /// <summary>The stored side has to become one text before the join, which would pass on too many columns.</summary>
    private static bool IsWide(TableLoad load) => load.Columns.Length > MostJoinedColumns && load.Key is not null;
}
