using System.Globalization;
using System.Text;

namespace SnapshotSeed.Benchmarks;

/// <summary>What someone who knows PostgreSQL writes for psql instead of using the tool.</summary>
internal static class PsqlScripts
{
    private const string Format = @"(format csv, delimiter E'\t', null '\N', header)";

    /// <summary>The first rows of every table, each table on its own: no reference need resolve.</summary>
    public static string FirstRows(PsqlSnapshot tables, int limit, string folder)
    {
        var script = new StringBuilder("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;\n");
        foreach (var table in tables.Tables)
            script.Append(
                CultureInfo.InvariantCulture,
                $"\\copy (select * from {table.SqlName} t order by {Order(table)} limit {limit}) to {Literal(FileIn(folder, table))} with {Format}\n"
            );
        return script.Append("COMMIT;\n").ToString();
    }

    /// <summary>The first rows whose references are all taken, parents first, through temporary tables.</summary>
    public static string ParentsFirst(PsqlSnapshot tables, int limit, string folder)
    {
        var samples = tables
            .Tables.Select((table, i) => (table.SqlName, i))
            .ToDictionary(pair => pair.SqlName, pair => TemporaryTable(pair.i));
        var script = new StringBuilder("BEGIN ISOLATION LEVEL REPEATABLE READ;\n");
        foreach (var table in tables.Tables)
        {
            var sample = samples[table.SqlName];
            script.Append(
                CultureInfo.InvariantCulture,
                $"CREATE TEMPORARY TABLE {sample} ON COMMIT DROP AS {Choose(table, samples, limit)};\n"
            );
            script.Append(
                CultureInfo.InvariantCulture,
                $"\\copy (select * from {sample} t order by {Order(table)}) to {Literal(FileIn(folder, table))} with {Format}\n"
            );
        }

        return script.Append("COMMIT;\n").ToString();
    }

    /// <summary>
    /// Loads a snapshot and skips what is there. Without a key a row is there when as many equal ones are.
    /// </summary>
    public static string Import(PsqlSnapshot snapshot)
    {
        var script = new StringBuilder("BEGIN;\n");
        foreach (var (table, i) in snapshot.Tables.Select((table, i) => (table, i)))
        {
            var columns = SqlName.List(table.Columns);
            var insert = table.PrimaryKey.IsEmpty
                ? $"SELECT {columns} FROM {TemporaryTable(i)} EXCEPT ALL SELECT {columns} FROM {table.SqlName}"
                : $"SELECT {columns} FROM {TemporaryTable(i)} ON CONFLICT DO NOTHING";
            script.Append(
                CultureInfo.InvariantCulture,
                $"""
                CREATE TEMPORARY TABLE {TemporaryTable(i)} (LIKE {table.SqlName}) ON COMMIT DROP;
                \copy {TemporaryTable(i)} ({columns}) from {Literal(table.File)} with {Format}
                INSERT INTO {table.SqlName} ({columns}) OVERRIDING SYSTEM VALUE {insert};

                """
            );
        }

        return script.Append("COMMIT;\n").ToString();
    }

    private static string Choose(PsqlTable table, Dictionary<string, string> samples, int limit)
    {
        var own = table.ForeignKeys.Where(key => key.ReferencedTable == table.SqlName).ToList();
        var conditions = table
            .ForeignKeys.Except(own)
            .Select(key =>
                $"({IsNull(key)} OR ({SqlName.List(key.Columns, "t")}) IN (SELECT {SqlName.List(key.ReferencedColumns)} FROM {samples[key.ReferencedTable]}))"
            );
        var where = string.Join(" AND ", conditions.DefaultIfEmpty("true"));
        if (own.Count == 0)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT t.* FROM {table.SqlName} t WHERE {where} ORDER BY {Order(table)} LIMIT {limit}"
            );

        // From the roots down: a row never comes before the row that it references.
        var roots = string.Join(" AND ", own.Select(IsNull));
        var down = string.Join(
            " AND ",
            own.Select(key => $"({SqlName.List(key.Columns, "t")}) = ({SqlName.List(key.ReferencedColumns, "tree")})")
        );
        var columns = SqlName.List(table.Columns, "t");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            WITH RECURSIVE tree AS (
                SELECT {columns}, 0 AS depth FROM {table.SqlName} t WHERE {where} AND {roots}
                UNION ALL SELECT {columns}, tree.depth + 1 FROM tree JOIN {table.SqlName} t ON {down} WHERE {where})
            SELECT {columns} FROM tree t ORDER BY t.depth, {Order(table)} LIMIT {limit}
            """
        );
    }

    // Also where the columns cannot be NULL: the OR makes PostgreSQL look the keys up in a hash table, which took half
    // the time of the joins that it chooses without it.
    private static string IsNull(PsqlForeignKey key) =>
        $"({string.Join(" OR ", key.Columns.Select(column => $"t.{SqlName.Quote(column)} IS NULL"))})";

    private static string Order(PsqlTable table) =>
        SqlName.List(
            table.PrimaryKey.IsEmpty
                ? table.Columns.Contains("created_at")
                    ? ["created_at"]
                    : table.Columns
                : table.PrimaryKey,
            "t"
        );

    private static string TemporaryTable(int table) => string.Create(CultureInfo.InvariantCulture, $"t_{table}");

    private static string FileIn(string folder, PsqlTable table) => Path.Combine(folder, Path.GetFileName(table.File));

    private static string Literal(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";
}
