using System.Globalization;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Loading;

/// <summary>
/// The statements of an import. They run under the target's own search_path, where another schema may come first or
/// hold better matches: so every function and operator is PostgreSQL's by name.
/// </summary>
internal static class LoadSql
{
    // "SnapSeed" in ASCII. Held to the end of the transaction, so that two imports into one database come one after the
    // other.
    public const string Lock = "SELECT pg_advisory_xact_lock(6011849687649576292)";

    /// <summary>Takes the lock if nobody has it, and says whether.</summary>
    public const string TryLock = "SELECT pg_try_advisory_xact_lock(6011849687649576292)";

    /// <summary>
    /// Under session_replication_role = replica, which a role can have by default, PostgreSQL would check no foreign
    /// key and run no trigger.
    /// </summary>
    public const string FireTriggers =
        "SELECT set_config('session_replication_role', 'origin', true) WHERE current_setting('session_replication_role') = 'replica'";

    // seqincrement is below zero for a sequence that counts down. As numeric, because the bounds of bigint may be those
    // of the sequence.
    private const string MostToPass =
        "CASE WHEN seqcycle THEN seqmax ELSE greatest(seqmax::numeric OPERATOR(pg_catalog.-) seqincrement, seqmin)::bigint END";
    private const string LeastToPass =
        "CASE WHEN seqcycle THEN seqmin ELSE least(seqmin::numeric OPERATOR(pg_catalog.-) seqincrement, seqmax)::bigint END";

    /// <summary>
    /// Loads a table, or all tables of a cycle: one statement, because PostgreSQL checks foreign keys when the
    /// outermost statement ends. Yields for each table an array of three numbers: rows inserted, rows that were there
    /// (each once, if the snapshot has it twice), those of them that differ. The comparison sees the state before the
    /// statement. Arrays, because a result has at most 1,664 columns.
    /// </summary>
    /// <param name="loads">The tables.</param>
    /// <param name="staged">The SELECT of each one's staged rows.</param>
    public static string Load(IReadOnlyList<TableLoad> loads, IReadOnlyList<string> staged)
    {
        var parts = loads.Select((load, i) => LoadOne(load, staged[i], Invariant($"{i}")));

        // Sub-selects run in this order, and so the inserts: a BEFORE trigger on one table of a cycle sees those before
        // it.
        var counts = loads.Select(
            (load, i) =>
                Invariant(
                    $"ARRAY[(SELECT pg_catalog.count(*) FROM inserted{i}), (SELECT pg_catalog.count(DISTINCT place) FROM present{i}), (SELECT pg_catalog.count(*) FROM present{i} WHERE NOT same)]"
                )
        );
        return $"WITH {string.Join(",\n", parts)}\nSELECT {string.Join(", ", counts)}";
    }

    /// <summary>
    /// Keeps others from referencing rows of these tables until the transaction ends; they may go on reading them.
    /// </summary>
    public static string LockOutReferences(IEnumerable<Table> tables) =>
        $"LOCK TABLE {string.Join(", ", tables.Select(SqlName.From))} IN EXCLUSIVE MODE";

    /// <summary>Empties components in the given order.</summary>
    public static IEnumerable<string> Empty(EmptyTables operation, Func<TableName, Table> table)
    {
        if (operation.ByTruncate)
        {
            var all = operation
                .Components.SelectMany(component => component.Tables)
                .Select(name => SqlName.From(table(name)));
            return [$"TRUNCATE {string.Join(", ", all)}"];
        }

        return operation.Components.Select(component => DeleteAll(component, table));
    }

    /// <summary>Whether a table has any row.</summary>
    public static string HasRows(Table table) => $"SELECT EXISTS (SELECT FROM {SqlName.From(table)})";

    /// <summary>Whether any row of a table uses a foreign key.</summary>
    public static string AnyReference(ForeignKey foreignKey, Table table) =>
        $"SELECT EXISTS (SELECT FROM {SqlName.From(table)} c WHERE {(foreignKey.Binds("c") is { } binds ? $"{binds} AND " : "")}{string.Join(" AND ", foreignKey.Columns.Select(column => $"c.{SqlName.Quote(column)} IS NOT NULL"))})";

    /// <summary>
    /// Moves a sequence past its column, if it is behind and its bounds allow. setval takes effect at once and stays
    /// after a rollback, so this comes last; a sequence that is ahead harms nobody.
    /// </summary>
    public static string Advance(Sequence sequence, Table table) =>
        $"SELECT pg_catalog.setval({Regclass(sequence)}, b.passed) FROM {Behind(sequence, table)}";

    /// <summary>Whether a sequence would yield a value that its column has already passed.</summary>
    public static string IsBehind(Sequence sequence, Table table) =>
        $"SELECT EXISTS (SELECT FROM {Behind(sequence, table)})";

    /// <summary>
    /// The largest value of the column after which the sequence has another one to give, if it has not passed it; else
    /// no row. After the last, one that cycles begins again.
    /// </summary>
    private static string Behind(Sequence sequence, Table table)
    {
        var (extreme, beyond) = sequence.IsDescending
            ? ("min", "OPERATOR(pg_catalog.<)")
            : ("max", "OPERATOR(pg_catalog.>)");
        var column = SqlName.Quote(sequence.Column);
        return $"""
            (SELECT pg_catalog.trunc(pg_catalog.{extreme}(c.{column})::numeric)::bigint AS passed FROM {SqlName.From(
                table
            )} c
                JOIN (SELECT {(
                sequence.IsDescending ? $"{LeastToPass} AS seqmin, seqmax" : $"seqmin, {MostToPass} AS seqmax"
            )}
                    FROM pg_catalog.pg_sequence WHERE seqrelid OPERATOR(pg_catalog.=) {Regclass(sequence)}) l
                    ON c.{column} OPERATOR(pg_catalog.>=) l.seqmin AND c.{column} OPERATOR(pg_catalog.<=) l.seqmax) b
            JOIN {SqlName.Quote(
                sequence.Name
            )} q ON b.passed {beyond} q.last_value OR b.passed OPERATOR(pg_catalog.=) q.last_value AND NOT q.is_called
            """;
    }

    private static string Regclass(Sequence sequence) =>
        $"'{SqlName.Quote(sequence.Name).Replace("'", "''", StringComparison.Ordinal)}'::pg_catalog.regclass";

    /// <summary>How many rows of a table are there, and how many of those differ.</summary>
    public static string CountPresent(TableLoad load, string staged) =>
        $"WITH {Sources(load, staged, "0")} SELECT (SELECT pg_catalog.count(DISTINCT place) FROM present0), (SELECT pg_catalog.count(*) FROM present0 WHERE NOT same)";

    /// <summary>As <see cref="CountPresent"/>, and the lines of the rows that are not there.</summary>
    public static string FindMissing(TableLoad load, string staged) =>
        $"{CountPresent(load, staged)}, ARRAY(SELECT s.line FROM {SourceOf(load, "0")} s WHERE NOT {IsThere(load, "0")})";

    /// <summary>
    /// The INSERT alone, for a table with INSERT rules, which neither run within WITH nor beside one. A rule's action
    /// runs after the INSERT and asks for the rows again, so they are given by their lines: rows that are not there yet
    /// would be none by then. What it reports counts the rules' rows, so the rows are counted before and after.
    /// </summary>
    /// <param name="load">The table.</param>
    /// <param name="staged">The SELECT of its staged rows.</param>
    /// <param name="lines">The parameter that holds the lines of the rows to insert.</param>
    public static string InsertAlone(TableLoad load, string staged, string lines) =>
        $"{InsertInto(load)}\nSELECT {Values(load)} FROM ({staged}) s WHERE s.line OPERATOR(pg_catalog.=) ANY ({lines})";

    private static string LoadOne(TableLoad load, string staged, string i)
    {
        var otherwise = load.Table.AllowsOnConflict ? " ON CONFLICT DO NOTHING" : "";
        return $"{Sources(load, staged, i)},\ninserted{i} AS ({InsertInto(load)}\n    SELECT {Values(load)} FROM {SourceOf(load, i)} s WHERE NOT {IsThere(load, i)}{otherwise} RETURNING 1)";
    }

    /// <summary>The staged rows, and those of them that are there.</summary>
    private static string Sources(TableLoad load, string staged, string i)
    {
        // Parameters are cast once. A temporary table is read twice rather than stored a second time.
        var source = $"staged{i} AS {(load.IsStaged ? "NOT MATERIALIZED" : "MATERIALIZED")} ({staged})";
        var image = StagedRows.Image(load);
        var stored = StagedRows.StoredImage(load);
        if (load.RowKey is { } key)
            return $"{source},\npresent{i} AS (SELECT {StagedRows.SameText(load)} AS same, {StagedRows.Place(load)} AS place FROM staged{i} s JOIN {StagedRows.StoredRows(load)} ON {StagedRows.SameKey(load, key)})";

        // Without a key a row is there when as many equal ones are: n copies in the snapshot, n in the table.
        return $"""
            {source},
            copies{i} AS MATERIALIZED (SELECT s.*, {image} AS image, pg_catalog.row_number() OVER (PARTITION BY {image}) AS copy, pg_catalog.row_number() OVER () AS ordinal FROM staged{i} s),
            stored{i} AS MATERIALIZED (SELECT {stored} AS image, pg_catalog.count(*) AS copies FROM {StagedRows.StoredRows(
                load
            )} GROUP BY 1),
            present{i} AS (SELECT true AS same, s.ordinal AS place FROM copies{i} s JOIN stored{i} t ON t.image OPERATOR(pg_catalog.=) s.image AND s.copy OPERATOR(pg_catalog.<=) t.copies)
            """;
    }

    private static string InsertInto(TableLoad load)
    {
        var names = load.Columns.IsEmpty ? "" : $" ({SqlName.Columns(load.Columns.Select(column => column.Name))})";
        return $"INSERT INTO {SqlName.Quote(load.Table.Name)}{names} OVERRIDING SYSTEM VALUE";
    }

    private static string Values(TableLoad load) =>
        string.Join(", ", load.Columns.Select((_, c) => $"s.{StagedRows.Name(c)}"));

    private static string SourceOf(TableLoad load, string i) => load.RowKey is null ? $"copies{i}" : $"staged{i}";

    /// <summary>Condition: the staged row <c>s</c> is in the table.</summary>
    private static string IsThere(TableLoad load, string i) =>
        load.RowKey is { } key
            ? $"EXISTS (SELECT FROM {SqlName.From(load.Table)} t WHERE {StagedRows.SameKey(load, key)})"
            : $"EXISTS (SELECT FROM stored{i} t WHERE t.image OPERATOR(pg_catalog.=) s.image AND s.copy OPERATOR(pg_catalog.<=) t.copies)";

    private static string DeleteAll(Component component, Func<TableName, Table> table)
    {
        var deletes = component.Tables.Select(
            (name, i) => Invariant($"deleted{i} AS (DELETE FROM {SqlName.From(table(name))} RETURNING 1)")
        );
        var counts = component.Tables.Select((_, i) => Invariant($"(SELECT pg_catalog.count(*) FROM deleted{i})"));
        return $"WITH {string.Join(", ", deletes)} SELECT {string.Join(", ", counts)}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
