using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>
/// The statements that choose rows. Each yields the index of a table, a partition's oid and a ctid, and is bounded by
/// one scan of its table whatever the planner thinks: ORDER BY … LIMIT never stands in one query with a filter, where
/// PostgreSQL would walk the key's index past millions of rows that do not match.
/// </summary>
internal static class SamplingSql
{
    private const int MostRowsOfASmallSample = 1_000;

    // Measured: a row read through an index takes as long as four to thirty that are scanned, of which a page holds
    // about a hundred.
    private const long RowsByIndexPerScannedPage = 24;

    /// <summary>
    /// Schema and name of the tables (of a partition, its root) whose rows are in another file than when the
    /// transaction's snapshot was taken: that is what pg_class shows, while the function looks at the present.
    /// </summary>
    public const string RewrittenTables = """
        SELECT n.nspname::text, r.relname::text
        FROM pg_class c
        JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid)::oid, c.oid)
        JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE c.relkind = 'r' AND c.oid >= 16384 AND c.relfilenode <> coalesce(pg_relation_filenode(c.oid), 0)
        """;

    /// <summary>The places of the first rows by key that pass every condition.</summary>
    public static NpgsqlBatchCommand FirstRows(
        Table table,
        int limit,
        Func<SamplingStatement, IEnumerable<string>> conditions
    ) =>
        Command(statement =>
        {
            var order = RowOrder.Of(table);
            var filters = conditions(statement).ToList();
            return filters.Count == 0
                ? Invariant(
                    $"SELECT 0, c.tableoid, c.ctid FROM {SqlName.From(table)} c ORDER BY {order.ByColumns} LIMIT {limit}"
                )
                : FirstRowsThatPass(
                    table,
                    order,
                    limit,
                    statement,
                    string.Join(" AND ", filters),
                    "",
                    "0, tableoid, ctid"
                );
        });

    /// <summary>
    /// Place and stored columns of given rows and of the first rows by key that pass every condition, together in
    /// order, and of each row whether it is so as some questions ask. A row may come twice.
    /// </summary>
    public static string RowsAndFirstRows(
        Table table,
        IReadOnlyCollection<RowId> rows,
        int limit,
        Func<SamplingStatement, IEnumerable<string>> conditions,
        Func<SamplingStatement, IEnumerable<string>> questions,
        SamplingParameters parameters
    )
    {
        var statement = new SamplingStatement(parameters);
        var order = RowOrder.Of(table);
        var filters = conditions(statement).ToList();
        var values = table
            .StoredColumns.Select(column => $"c.{SqlName.Quote(column.Name)}")
            .Concat(questions(statement))
            .ToList();
        var carried = string.Concat(values.Select((value, i) => Invariant($", {value} AS v{i}")));
        var columns = $"c.tableoid, c.ctid, {order.AsKeys}{carried}";
        var first =
            filters.Count == 0
                ? Invariant($"SELECT {columns} FROM {SqlName.From(table)} c ORDER BY {order.ByColumns} LIMIT {limit}")
                : FirstRowsThatPass(table, order, limit, statement, string.Join(" AND ", filters), carried, "*");
        var given =
            rows.Count == 0
                ? ""
                : $"SELECT {columns} FROM {SqlName.From(table)} c WHERE {SamplingStatement.IsAt("c", table, rows, parameters)} UNION ALL ";
        return $"SELECT tableoid, ctid{string.Concat(values.Select((_, i) => Invariant($", v{i}")))} FROM ({given}({first})) r ORDER BY {order.ByKeys}";
    }

    /// <summary>
    /// A chain of parts, each of which runs only if those before could not answer. Its condition on them holds no
    /// column, so PostgreSQL checks it once, before the first row.
    /// <list type="bullet">
    /// <item>
    /// start: enough rows among the first of the table in key order are the first anywhere. Cheap where matches are
    /// frequent.
    /// </item>
    /// <item>
    /// few: all rows that pass, if they are few. Cheap where they are rare and an index leads to them, else one scan.
    /// </item>
    /// <item>more: as start, ten times as far.</item>
    /// <item>anywhere: all rows that pass, behind a fence (OFFSET 0).</item>
    /// </list>
    /// Where very many rows are wanted, a scan is no more than they cost anyway: start goes as far as the limit should
    /// need, then comes anywhere; and where the conditions need no join, PostgreSQL stops at the last row wanted, so
    /// start may go as far as a scan would cost. In a table with few pages for so many rows, one scan is cheaper than
    /// the start, whose rows may lie on a page each.
    /// </summary>
    private static string FirstRowsThatPass(
        Table table,
        RowOrder order,
        int limit,
        SamplingStatement statement,
        string filter,
        string carried,
        string output
    )
    {
        var from = SqlName.From(table);
        var joined = $"c{statement.Joins} WHERE";
        var columns = $"c.tableoid, c.ctid, {order.AsKeys}{carried}";
        var isSmall = limit <= MostRowsOfASmallSample;
        var stopsEarly = !isSmall && statement.Joins.Length == 0;
        var least = Math.Max(1_000L, 10L * limit);
        var needed = (long)Math.Min(1.2 * limit / (stopsEarly ? statement.BestShare : statement.ExpectedShare), 1e12);
        var start =
            !isSmall ? needed
            : needed <= 10 * least ? Math.Max(least, needed)
            : least;
        var scan = RowsByIndexPerScannedPage * table.Pages;
        var result = Invariant($"ORDER BY {order.ByKeys} LIMIT {limit}");
        if (scan <= start)
            return $"SELECT {output} FROM ({All("true")} OFFSET 0) anywhere {result}";
        if (stopsEarly)
            start = scan ?? start;

        var few = 5 * start;
        var startFell = Invariant(
            $"(SELECT count(*) FROM start) < {limit} AND EXISTS (SELECT FROM {from} OFFSET {start})"
        );
        var tooMany = Invariant($"{startFell} AND (SELECT count(*) FROM few) = {few}");
        var moreFell = Invariant($"{tooMany} AND (SELECT count(*) FROM more) < {limit}");
        return isSmall
            ? Invariant(
                $"""
                WITH start AS MATERIALIZED ({Window(start, "true")}),
                few AS MATERIALIZED ({All(startFell)} LIMIT {few}),
                more AS MATERIALIZED ({Window(10 * start, tooMany)})
                SELECT {output} FROM start
                UNION ALL (SELECT {output} FROM few WHERE (SELECT count(*) FROM few) < {few} {result})
                UNION ALL SELECT {output} FROM more
                UNION ALL (SELECT {output} FROM ({All(moreFell)} OFFSET 0) anywhere {result})
                """
            )
            : Invariant(
                $"""
                WITH start AS MATERIALIZED ({Window(start, "true")})
                SELECT {output} FROM start
                UNION ALL (SELECT {output} FROM ({All(startFell)} OFFSET 0) anywhere {result})
                """
            );

        string All(string condition) => $"SELECT {columns} FROM {from} {joined} {condition} AND {filter}";

        string Window(long rows, string condition) =>
            Invariant(
                $"""
                SELECT {columns} FROM (SELECT c.tableoid, c.ctid, c.* FROM {from} c ORDER BY {order.ByColumns} LIMIT {rows}) {joined} {condition} AND {filter}
                    ORDER BY {order.ByColumns} LIMIT {limit}
                """
            );
    }

    /// <summary>Condition: the reference is NULL in the row <c>c</c>, or points at a chosen row.</summary>
    public static string ReferencesChosen(
        SamplingStatement statement,
        Table table,
        ForeignKey foreignKey,
        Table referenced,
        ChosenRows chosen
    )
    {
        var isNull = IsNull(table, foreignKey);
        if (chosen.Count == 0)
            return isNull;

        string exists;
        if (foreignKey.IsTemporal)
        {
            // As many rows as overlap the period are referenced, and all have to be chosen.
            var overlapping = $"(SELECT count(*) FROM {SqlName.From(referenced)} p WHERE {Join(foreignKey)})";
            var chosenOfThem =
                $"(SELECT count(*) FROM {statement.RowsOf(referenced, chosen.Rows, "p")} WHERE {Join(foreignKey)})";
            exists = $"({overlapping} > 0 AND {overlapping} = {chosenOfThem})";
        }
        else if (
            (chosen.Count > MostRowsOfASmallSample || statement.HasManyJoins)
            && KeyValues.For(foreignKey, chosen) is { } keys
        )
        {
            exists = IsAmong(statement, foreignKey, keys);
            statement.Expect(chosen.Count, referenced.EstimatedRows, isNull != "false");
        }
        else
        {
            var alias = statement.LeftJoin(
                referenced,
                chosen.Rows,
                alias => foreignKey.Matches(alias, column => $"c.{SqlName.Quote(column)}")
            );
            exists = $"{alias}.tableoid IS NOT NULL";
            statement.Expect(chosen.Count, referenced.EstimatedRows, isNull != "false");
        }

        return isNull == "false" ? exists : $"({isNull} OR {exists})";
    }

    /// <summary>Condition: the row <c>c</c> references something that is not there.</summary>
    public static string Dangles(
        SamplingStatement statement,
        Table table,
        ForeignKey foreignKey,
        KeyValues referenced
    ) => $"coalesce(NOT ({IsNull(table, foreignKey)} OR {IsAmong(statement, foreignKey, referenced)}), false)";

    private static string IsAmong(SamplingStatement statement, ForeignKey foreignKey, KeyValues referenced) =>
        statement.IsAmong($"c.{SqlName.Quote(foreignKey.Columns[0])}", referenced);

    /// <summary>Condition: at least one of the keys references something.</summary>
    public static string ReferencesAny(Table table, IEnumerable<ForeignKey> foreignKeys) =>
        $"({string.Join(" OR ", foreignKeys.Select(key => $"NOT {IsNull(table, key)}"))})";

    /// <summary>
    /// The condition that the key references nothing: the row is in a partition that it does not bind, or, under MATCH
    /// SIMPLE, one NULL among its columns.
    /// </summary>
    public static string IsNull(Table table, ForeignKey foreignKey, string alias = "c")
    {
        var nullable = foreignKey
            .Columns.Where(name => table.Column(name).IsNullable)
            .Select(name => $"{alias}.{SqlName.Quote(name)} IS NULL")
            .ToList();
        if (foreignKey.Binds(alias) is { } binds)
            nullable.Insert(0, $"NOT {binds}");
        return nullable.Count == 0 ? "false" : $"({string.Join(" OR ", nullable)})";
    }

    /// <summary>
    /// Condition: the row of an alias references nothing, or only rows that pass a condition on the alias <paramref
    /// name="referencedAlias"/>. Not by EXISTS, which PostgreSQL plans twice under OR, and with it all that is within.
    /// </summary>
    public static string ReferencesOnly(
        Table table,
        string alias,
        ForeignKey foreignKey,
        Table referenced,
        string referencedAlias,
        string condition
    ) =>
        $"({IsNull(table, foreignKey, alias)} OR coalesce((SELECT bool_and({condition}) FROM {SqlName.From(referenced)} {referencedAlias} WHERE {foreignKey.Matches(referencedAlias, column => $"{alias}.{SqlName.Quote(column)}")}), true))";

    /// <summary>
    /// Condition: the row of an alias, and all that it references within its cycle, directly or not, pass the
    /// conditions of their tables.
    /// </summary>
    /// <param name="table">The row's table.</param>
    /// <param name="alias">The row's alias.</param>
    /// <param name="members">The tables of the cycle, with the conditions on their rows.</param>
    /// <param name="member">The alias of the conditions.</param>
    /// <param name="foreignKeys">The keys within the cycle.</param>
    public static string CycleReferencesOnly(
        Table table,
        string alias,
        IReadOnlyList<(Table Table, List<string> Conditions)> members,
        string member,
        IReadOnlyList<ForeignKey> foreignKeys
    )
    {
        var tables = members.Select(pair => pair.Table).ToList();
        var failing = members
            .Select(
                (pair, i) =>
                    (
                        pair.Conditions,
                        Sql: Invariant(
                            $"SELECT FROM needed n JOIN {SqlName.From(pair.Table)} {member} ON {member}.ctid = n.tid AND {member}.tableoid = n.partition WHERE n.member = {i} AND NOT ({string.Join(" AND ", pair.Conditions)})"
                        )
                    )
            )
            .Where(pair => pair.Conditions.Count > 0)
            .Select(pair => pair.Sql);
        return Invariant(
            $"NOT EXISTS ({Needed($"SELECT {tables.IndexOf(table)}, {alias}.tableoid, {alias}.ctid", tables, foreignKeys)} {string.Join(" UNION ALL ", failing)})"
        );
    }

    /// <summary>How many of given rows do not pass a condition on the alias <c>c</c>.</summary>
    public static NpgsqlBatchCommand FailingRows(Table table, IReadOnlyCollection<RowId> rows, string condition) =>
        Command(statement => $"SELECT count(*) FROM {statement.RowsOf(table, rows, "c")} WHERE NOT {condition}");

    /// <summary>The rows that given rows reference through one key.</summary>
    public static NpgsqlBatchCommand ReferencedRows(
        Table table,
        IReadOnlyCollection<RowId> rows,
        ForeignKey foreignKey,
        Table referenced
    ) =>
        Command(statement =>
            $"""
                SELECT DISTINCT 0, p.tableoid, p.ctid
                FROM {statement.ReferencingRowsOf(table, rows, foreignKey, "c")} JOIN {SqlName.From(
                    referenced
                )} p ON {Join(foreignKey)}
                """
        );

    /// <summary>
    /// The rows that given rows reference, directly or not, through the keys within a cycle. The recursion runs in the
    /// server: a chain of ten thousand rows is one statement.
    /// </summary>
    public static NpgsqlBatchCommand ReferencedRowsInCycle(
        IReadOnlyList<Table> tables,
        IReadOnlyList<IReadOnlyCollection<RowId>> rows,
        IReadOnlyList<ForeignKey> foreignKeys
    )
    {
        var command = new NpgsqlBatchCommand();
        var parameters = new SamplingParameters(command.Parameters);
        var all = rows.SelectMany(set => set).ToList();
        var members = parameters.Add(
            RowIdParameter.Array(rows.SelectMany((set, i) => Enumerable.Repeat(i, set.Count)), NpgsqlDbType.Integer)
        );
        command.CommandText = $"""
            {Needed(
                $"SELECT * FROM unnest({members}, {parameters.Partitions(all)}, {parameters.Tids(all)})",
                tables,
                foreignKeys
            )}
            SELECT member, partition, tid FROM needed
            """;
        return command;
    }

    /// <summary>
    /// WITH clause: some rows of the tables of a cycle and all that they reference through the keys within it.
    /// </summary>
    private static string Needed(string first, IReadOnlyList<Table> tables, IReadOnlyList<ForeignKey> foreignKeys)
    {
        var position = tables.Select((table, i) => (table.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
        var steps = foreignKeys.Select(key =>
            Invariant(
                $"""
                SELECT {position[key.ReferencedTable]} AS member, p.tableoid AS partition, p.ctid AS tid
                    FROM {SqlName.From(tables[position[key.Table]])} c JOIN {SqlName.From(
                    tables[position[key.ReferencedTable]]
                )} p ON {Join(key)}
                    WHERE n.member = {position[key.Table]} AND c.ctid = n.tid AND c.tableoid = n.partition{(
                    key.Binds("c") is { } binds ? $" AND {binds}" : ""
                )}
                """
            )
        );
        return $"""
            WITH RECURSIVE needed (member, partition, tid) AS (
                {first}
                UNION
                SELECT f.member, f.partition, f.tid FROM needed n CROSS JOIN LATERAL ({string.Join(
                " UNION ALL ",
                steps
            )}) f)
            """;
    }

    /// <summary>All rows that pass every condition, in key order.</summary>
    public static NpgsqlBatchCommand AllRows(Table table, Func<SamplingStatement, IEnumerable<string>> conditions) =>
        Command(statement =>
        {
            var filter = string.Join(" AND ", conditions(statement).DefaultIfEmpty("true"));
            return $"SELECT 0, c.tableoid, c.ctid FROM {SqlName.From(table)} c{statement.Joins} WHERE {filter} ORDER BY {RowOrder.Of(table).ByColumns}";
        });

    /// <summary>
    /// The place of every row that references something through a key, and that of what it references; NULL where there
    /// is no such row.
    /// </summary>
    public static string References(Table table, ForeignKey foreignKey, Table referenced) =>
        $"""
            SELECT c.tableoid, c.ctid, p.tableoid, p.ctid FROM {SqlName.From(table)} c LEFT JOIN {SqlName.From(
                referenced
            )} p ON {Join(foreignKey)}
            WHERE NOT {IsNull(table, foreignKey)}
            """;

    /// <summary>How many of given rows reference a row that does not exist.</summary>
    public static NpgsqlBatchCommand DanglingRows(
        Table table,
        IReadOnlyCollection<RowId> rows,
        ForeignKey foreignKey,
        Table referenced
    ) =>
        Command(statement =>
            $"""
                SELECT count(*) FROM {statement.ReferencingRowsOf(table, rows, foreignKey, "c")}
                WHERE NOT {IsNull(table, foreignKey)} AND NOT {foreignKey.IsMet(SqlName.From(referenced))}{(
                    foreignKey.IsHalfNull("c") is { } half ? $" OR {half}" : ""
                )}
                """
        );

    /// <summary>Whether a table has any row at all.</summary>
    public static NpgsqlBatchCommand HasRows(Table table) => new($"SELECT EXISTS (SELECT FROM {SqlName.From(table)})");

    /// <summary>Whether a table has more rows than that.</summary>
    public static string HasMoreRows(Table table, long rows) =>
        Invariant($"SELECT EXISTS (SELECT FROM {SqlName.From(table)} OFFSET {rows})");

    /// <summary>Whether the first rows of a partition have different places.</summary>
    public static string HaveDistinctPlaces(TableName partition) =>
        $"SELECT count(*) = count(DISTINCT f.ctid) FROM (SELECT ctid FROM {SqlName.Quote(partition)} LIMIT {MostRowsOfASmallSample}) f";

    /// <summary>The stored columns of chosen rows, in order.</summary>
    public static string Rows(Table table, ChosenRows chosen, SamplingParameters parameters)
    {
        var columns = string.Join(", ", table.StoredColumns.Select(column => $"c.{SqlName.Quote(column.Name)}"));
        var places = chosen.IsWholeTable ? "" : $" WHERE {SamplingStatement.IsAt("c", table, chosen.Rows, parameters)}";
        return $"SELECT {columns} FROM {SqlName.From(table)} c{places} ORDER BY {RowOrder.Of(table).ByColumns}";
    }

    private static NpgsqlBatchCommand Command(Func<SamplingStatement, string> text)
    {
        var command = new NpgsqlBatchCommand();
        command.CommandText = text(new SamplingStatement(new SamplingParameters(command.Parameters)));
        return command;
    }

    /// <summary>The row <c>c</c> references the row <c>p</c>, by the operators of the constraint itself.</summary>
    private static string Join(ForeignKey foreignKey) =>
        foreignKey.Matches("p", column => $"c.{SqlName.Quote(column)}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
