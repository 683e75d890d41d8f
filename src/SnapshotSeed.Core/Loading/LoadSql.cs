using System.Globalization;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Loading;

/// <summary>The statements of an import.</summary>
internal static class LoadSql
{
    // "SnapSeed" in ASCII. Held to the end of the transaction, so that two imports into one database come one after the other.
    public const string Lock = "SELECT pg_advisory_xact_lock(6011077384836048228)";

    /// <summary>
    /// Loads a table, or all tables of a cycle: one statement, because PostgreSQL checks foreign keys when the outermost statement ends. Yields for each table
    /// three numbers: rows inserted, rows that were there, and those of them that differ. The comparison sees the state before the statement.
    /// </summary>
    /// <param name="loads">The tables.</param>
    /// <param name="staged">The SELECT of each one's staged rows.</param>
    public static string Load(IReadOnlyList<TableLoad> loads, IReadOnlyList<string> staged)
    {
        var parts = loads.Select((load, i) => LoadOne(load, staged[i], Invariant($"{i}")));

        // Sub-selects run in this order, and so the inserts: a BEFORE trigger on one table of a cycle sees those before it.
        var counts = loads.Select((_, i) => Invariant($"(SELECT count(*) FROM inserted{i}), (SELECT count(*) FROM present{i}), (SELECT count(*) FROM present{i} WHERE NOT same)"));
        return $"WITH {string.Join(",\n", parts)}\nSELECT {string.Join(", ", counts)}";
    }

    /// <summary>Empties components in the given order.</summary>
    public static IEnumerable<string> Empty(EmptyTables operation, Func<TableName, Table> table)
    {
        if (operation.ByTruncate)
        {
            var all = operation.Components.SelectMany(component => component.Tables).Select(name => StagedRows.From(table(name)));
            return [$"TRUNCATE {string.Join(", ", all)}"];
        }

        return operation.Components.Select(component => DeleteAll(component, table));
    }

    /// <summary>Whether any row of a table uses a foreign key.</summary>
    public static string AnyReference(ForeignKey foreignKey) =>
        $"SELECT EXISTS (SELECT FROM {SqlName.Quote(foreignKey.Table)} WHERE {string.Join(" AND ", foreignKey.Columns.Select(column => $"{SqlName.Quote(column)} IS NOT NULL"))})";

    /// <summary>
    /// Moves a sequence past its column, if it is behind and its bounds allow. setval takes effect at once and stays after a rollback, so this comes
    /// last; a sequence that is ahead harms nobody.
    /// </summary>
    public static string Advance(Sequence sequence, Table table)
    {
        var (extreme, beyond) = sequence.IsDescending ? ("min", "<") : ("max", ">");
        var name = $"'{SqlName.Quote(sequence.Name).Replace("'", "''", StringComparison.Ordinal)}'::pg_catalog.regclass";
        return $"""
            SELECT setval({name}, x.value) FROM (SELECT {extreme}({SqlName.Quote(sequence.Column)})::bigint AS value FROM {StagedRows.From(table)}) x
            JOIN {SqlName.Quote(sequence.Name)} q ON x.value {beyond} q.last_value OR x.value = q.last_value AND NOT q.is_called
            JOIN pg_catalog.pg_sequence b ON b.seqrelid = {name} AND x.value BETWEEN b.seqmin AND b.seqmax
            """;
    }

    private static string LoadOne(TableLoad load, string staged, string i)
    {
        var columns = string.Join(", ", load.Columns.Select((_, c) => $"s.{StagedRows.Name(c)}"));
        var insert = $"INSERT INTO {SqlName.Quote(load.Table.Name)} ({SqlName.Columns(load.Columns.Select(column => column.Name))}) OVERRIDING SYSTEM VALUE\n    SELECT {columns}";
        var otherwise = load.Table.AllowsOnConflict ? " ON CONFLICT DO NOTHING" : "";
        var table = StagedRows.From(load.Table);

        // Parameters are cast once. A temporary table is read twice rather than stored a second time.
        var source = $"staged{i} AS {(load.IsStaged ? "NOT MATERIALIZED" : "MATERIALIZED")} ({staged})";
        if (load.RowKey is { } key)
        {
            var sameKey = StagedRows.SameKey(load, key);
            return $"""
                {source},
                present{i} AS (SELECT {StagedRows.Image(load)} = {StagedRows.StoredImage(load)} AS same FROM staged{i} s JOIN {table} t ON {sameKey}),
                inserted{i} AS ({insert} FROM staged{i} s WHERE NOT EXISTS (SELECT FROM {table} t WHERE {sameKey}){otherwise} RETURNING 1)
                """;
        }

        // Without a key a row is there when as many equal ones are: n copies in the snapshot, n in the table.
        return $"""
            {source},
            copies{i} AS MATERIALIZED (SELECT s.*, {StagedRows.Image(load)} AS image, row_number() OVER (PARTITION BY {StagedRows.Image(load)}) AS copy FROM staged{i} s),
            stored{i} AS MATERIALIZED (SELECT {StagedRows.StoredImage(load)} AS image, count(*) AS copies FROM {table} t GROUP BY 1),
            present{i} AS (SELECT true AS same FROM copies{i} s JOIN stored{i} t ON t.image = s.image AND s.copy <= t.copies),
            inserted{i} AS ({insert} FROM copies{i} s WHERE NOT EXISTS (SELECT FROM stored{i} t WHERE t.image = s.image AND s.copy <= t.copies){otherwise} RETURNING 1)
            """;
    }

    private static string DeleteAll(Component component, Func<TableName, Table> table)
    {
        var deletes = component.Tables.Select((name, i) => Invariant($"deleted{i} AS (DELETE FROM {StagedRows.From(table(name))} RETURNING 1)"));
        var counts = component.Tables.Select((_, i) => Invariant($"(SELECT count(*) FROM deleted{i})"));
        return $"WITH {string.Join(", ", deletes)} SELECT {string.Join(", ", counts)}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
