using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>
/// What the rows of a cycle's tables reference through the keys within it, directly or not. The recursion runs in the
/// server: a chain of ten thousand rows is one statement.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="keys">The keys.</param>
internal sealed class CycleSql(IReadOnlyList<Table> tables, IReadOnlyList<ForeignKey> keys)
{
    private readonly Dictionary<TableName, int> places = tables
        .Select((table, i) => (table.Name, i))
        .ToDictionary(pair => pair.Name, pair => pair.i);

    /// <summary>
    /// Which of the tables, tableoid and ctid of given rows and of all that they need.
    /// </summary>
    /// <param name="rows">Rows of each table.</param>
    public Sql ReferencedRows(IReadOnlyList<IReadOnlyCollection<RowId>> rows)
    {
        var all = new RowSet([.. rows.SelectMany(set => set)]);
        var members = Parameter.Numbers(rows.SelectMany((set, i) => Enumerable.Repeat(i, set.Count)));
        return $"""
            {Needed($"SELECT * FROM unnest({members}, {all.Partitions}, {all.Tids}::tid[])")}
            SELECT member, partition, tid FROM needed
            """;
    }

    /// <summary>A row of <see cref="ReferencedRows"/>.</summary>
    public static (int Member, RowId Row) Read(NpgsqlDataReader reader) => (reader.GetInt32(0), RowId.Read(reader, 1));

    /// <summary>
    /// Condition: a row, and all that it references within the cycle, pass the conditions of their tables.
    /// </summary>
    /// <param name="table">The row's table.</param>
    /// <param name="row">The row's alias.</param>
    /// <param name="alias">The alias of the conditions.</param>
    /// <param name="conditions">The conditions of each table.</param>
    public Sql ReferencesOnly(Table table, Sql row, Sql alias, IReadOnlyList<IReadOnlyList<Sql>> conditions)
    {
        var failing = tables.Select(
            Sql (member, i) => Sql.When(conditions[i].Count > 0, Failing(member, i, alias, Sql.All(conditions[i])))
        );
        return $"""
            NOT EXISTS (
                {Needed($"SELECT {places[table.Name]}, {row}.tableoid, {row}.ctid")}
                {Sql.UnionAll(failing)}
            )
            """;
    }

    private static Sql Failing(Table table, int member, Sql alias, Sql condition) =>
        $"""
            SELECT
            FROM needed n
            JOIN {table.From()} {alias} ON {alias}.ctid = n.tid AND {alias}.tableoid = n.partition
            WHERE n.member = {member} AND NOT ({condition})
            """;

    private Sql Needed(Sql first) =>
        $"""
            WITH RECURSIVE needed (member, partition, tid) AS (
                {first}
                UNION
                SELECT f.member, f.partition, f.tid
                FROM needed n
                CROSS JOIN LATERAL (
                    {Sql.UnionAll(keys.Select(Step))}
                ) f
            )
            """;

    private Sql Step(ForeignKey key)
    {
        var (from, to) = (places[key.Table], places[key.ReferencedTable]);
        return $"""
            SELECT {to} AS member, p.tableoid AS partition, p.ctid AS tid
            FROM {tables[from].From()} c
            JOIN {tables[to].From()} p ON {key.References()}
            WHERE {Sql.All([
                $"n.member = {from} AND c.ctid = n.tid AND c.tableoid = n.partition",
                key.Binds((Sql)$"c"),
            ])}
            """;
    }
}
