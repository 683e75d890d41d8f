using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// After an import has failed and was rolled back: finds every row that the target would refuse, so that all can be
/// corrected at once. Only asks; the caller rolls its transaction back.
/// </summary>
internal sealed class LoadDiagnosis(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    LoadPlan plan,
    ILookup<TableName, UniqueRule> rules
)
{
    private const int ShownPerCheck = 3;

    private readonly Attempts attempts = new(connection, transaction);
    private readonly List<string> problems = [];

    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        // Every question expects next to no answer, for which the planner likes nested loops; with many rows those
        // never end.
        await connection.ExecuteAsync("SET LOCAL enable_nestloop = off", cancellationToken);

        var badValues = new BadValues(attempts);
        var sound = new Dictionary<TableName, TableLoad>();
        foreach (var load in plan.Tables)
        {
            var rows = await load.Source.ReadRowsAsync(cancellationToken);
            if (rows.Count == 0)
                continue;
            var bad = await badValues.FindAsync(load, rows, cancellationToken);
            problems.AddRange(bad);
            if (bad.Count == 0)
                sound.Add(load.Table.Name, load);
        }

        foreach (var load in sound.Values)
        {
            var rows = await load.Source.ReadRowsAsync(cancellationToken);
            foreach (var key in load.Table.Keys.Where(key => Holds(load, key.Columns)))
            {
                if (await DuplicatesAsync(load, rows, key, cancellationToken))
                    continue;
                if (key != load.RowKey)
                    await CollisionsAsync(load, rows, key, cancellationToken);
            }

            foreach (var rule in rules[load.Table.Name])
                await ExclusionsAsync(load, rows, rule, cancellationToken);
            foreach (var foreignKey in load.Table.ForeignKeys.Where(key => key.IsEnforced && Holds(load, key.Columns)))
                await DanglingAsync(load, rows, foreignKey, sound, cancellationToken);
            foreach (var check in load.Table.Checks)
                await ViolationsAsync(load, rows, check, cancellationToken);
        }

        return problems;
    }

    private async Task<bool> DuplicatesAsync(
        TableLoad load,
        TsvRows rows,
        UniqueKey key,
        CancellationToken cancellationToken
    )
    {
        var columns = string.Join(
            ", ",
            key.Columns.Select((name, i) => StagedRows.Value(load, "s", name) + key.CollationOf(i))
        );
        var found = await FindAsync(
            load,
            rows,
            staged =>
                $"""
                    SELECT (pg_catalog.array_agg(s.line ORDER BY s.line))[1:2] FROM ({staged}) s
                    WHERE {(
                        key.NullsAreEqual
                            ? "true"
                            : string.Join(
                                " AND ",
                                key.Columns.Select(name =>
                                    $"s.{StagedRows.Name(StagedRows.IndexOf(load, name))} IS NOT NULL"
                                )
                            )
                    )}
                    GROUP BY {columns} HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1 ORDER BY 1 LIMIT {ShownPerCheck}
                    """,
            reader => reader.GetFieldValue<long[]>(0),
            cancellationToken
        );
        foreach (var pair in found ?? [])
            problems.Add(
                $"{FileLine.Of(load, rows, pair[0])} and line {rows.Lines[pair[1] - 1]} have the same {string.Join(", ", key.Columns)} ({key.Name})"
            );
        return found is { Count: > 0 };
    }

    /// <summary>
    /// Rows whose unique value another row of the target holds: they would be passed over, and what references them
    /// would point nowhere.
    /// </summary>
    private async Task CollisionsAsync(TableLoad load, TsvRows rows, UniqueKey key, CancellationToken cancellationToken)
    {
        var found = await FindAsync(
            load,
            rows,
            staged =>
                $"""
                    SELECT s.line, {Holder(load, "t")} FROM ({staged}) s JOIN {SqlName.From(
                        load.Table
                    )} t ON {StagedRows.SameKey(load, key)}
                    WHERE NOT {IsThere(load)} ORDER BY s.line LIMIT {ShownPerCheck}
                    """,
            reader => (Line: reader.GetInt64(0), Holder: reader.GetString(1)),
            cancellationToken
        );
        foreach (var (line, holder) in found ?? [])
            problems.Add(
                $"{FileLine.WithKey(load, rows, line)}: in the target {Named(load, holder)} already holds its {string.Join(", ", key.Columns)} ({key.Name})"
            );
    }

    /// <summary>
    /// The same for what is not a matter of equal columns: expressions, some rows only, exclusion. Rows of the file may
    /// keep each other out as well.
    /// </summary>
    private async Task ExclusionsAsync(
        TableLoad load,
        TsvRows rows,
        UniqueRule rule,
        CancellationToken cancellationToken
    )
    {
        var table = SqlName.Quote(load.Table.Name.Name);
        var columns = string.Join(
            ", ",
            load.Columns.Select((column, i) => $"s.{StagedRows.Name(i)} AS {SqlName.Quote(column.Name)}")
        );
        var expressions = string.Join(", ", rule.Expressions.Select((expression, i) => $"{expression} AS e{i}"));
        var found = await FindAsync(
            load,
            rows,
            staged =>
                $"""
                    WITH staged AS MATERIALIZED ({staged}),
                    given AS (SELECT "line " AS line, {expressions} FROM (SELECT s.line AS "line ", {columns} FROM staged s) AS {table} WHERE {rule.Predicate}),
                    held AS (SELECT {Holder(load, table)} AS holder, {expressions} FROM {SqlName.From(
                        load.Table
                    )} WHERE {rule.Predicate})
                    (SELECT s.line, t.holder, NULL::bigint FROM staged s JOIN given g ON g.line OPERATOR(pg_catalog.=) s.line JOIN held t ON {Excludes(
                        "t",
                        "g"
                    )}
                        WHERE NOT {IsThere(load)} ORDER BY 1 LIMIT {ShownPerCheck})
                    UNION ALL (SELECT g.line, NULL, h.line FROM given g JOIN given h ON {Excludes(
                        "h",
                        "g"
                    )} WHERE g.line OPERATOR(pg_catalog.<) h.line ORDER BY 1, 3 LIMIT {ShownPerCheck})
                    """,
            reader =>
                (
                    Line: reader.GetInt64(0),
                    Holder: reader.IsDBNull(1) ? null : reader.GetString(1),
                    Other: reader.IsDBNull(2) ? 0 : reader.GetInt64(2)
                ),
            cancellationToken
        );
        foreach (var (line, holder, other) in found ?? [])
        {
            var keeper = holder is null
                ? $"line {rows.Lines[other - 1]} of the same file"
                : $"in the target {Named(load, holder)}";
            problems.Add(
                $"{FileLine.WithKey(load, rows, line)}: {keeper} excludes it by {string.Join(", ", rule.Expressions)} ({rule.Name})"
            );
        }

        string Excludes(string held, string given) =>
            string.Join(" AND ", rule.Operators.Select((sign, i) => $"{held}.e{i} {sign} {given}.e{i}"));
    }

    /// <summary>
    /// SQL condition: the target has the row of the alias <c>s</c> already, so that it does not matter what else it is
    /// like.
    /// </summary>
    private static string IsThere(TableLoad load) =>
        load.RowKey is null
            ? $"EXISTS (SELECT FROM {SqlName.From(load.Table)} t WHERE {StagedRows.Image(load)} OPERATOR(pg_catalog.=) {StagedRows.StoredImage(load)})"
            : $"EXISTS (SELECT FROM {SqlName.From(load.Table)} t WHERE {StagedRows.SameKey(load, load.RowKey)})";

    private static string Holder(TableLoad load, string alias) =>
        load.RowKey is { } key ? $"pg_catalog.concat_ws(', ', {SqlName.Columns(alias, key.Columns)})" : "''";

    private static string Named(TableLoad load, string holder) =>
        load.RowKey is { } key ? $"the row with {string.Join(", ", key.Columns)} = {holder}" : "another row";

    private async Task DanglingAsync(
        TableLoad load,
        TsvRows rows,
        ForeignKey foreignKey,
        Dictionary<TableName, TableLoad> sound,
        CancellationToken cancellationToken
    )
    {
        // A key of one partition binds the rows that end up there only, a row whose parent is not sound is the parent's
        // problem, and a generated column is not in the parent's file.
        var parent = sound.GetValueOrDefault(foreignKey.ReferencedTable);
        if (
            foreignKey.OnlyInPartitions is not null
            || (parent is null ? Loads(foreignKey.ReferencedTable) : !Holds(parent, foreignKey.ReferencedColumns))
        )
            return;

        var referenced = plan.Tables.FirstOrDefault(other => other.Table.Name == foreignKey.ReferencedTable)
            is { } loaded
            ? SqlName.From(loaded.Table)
            : SqlName.Quote(foreignKey.ReferencedTable);
        await using var command = connection.NewCommand();
        var staged = StagedRows.FromParameters(load, rows, command.Parameters);
        var (inSnapshot, isInserted) = ("false", "false");
        if (parent is not null)
        {
            // Of a row that is there already the import leaves the table's own values.
            var parents = StagedRows.FromParameters(
                parent,
                await parent.Source.ReadRowsAsync(cancellationToken),
                command.Parameters
            );
            inSnapshot =
                $"EXISTS (SELECT FROM ({parents}) s WHERE {foreignKey.MatchesValues(name => StagedRows.Value(parent, "s", name), Staged)})";
            isInserted =
                $"EXISTS (SELECT FROM ({parents}) s WHERE {foreignKey.MatchesValues(name => StagedRows.Value(parent, "s", name), Staged)} AND NOT {IsThere(parent)})";
        }

        command.CommandText = $"""
            SELECT c.line, {inSnapshot} FROM ({staged}) c
            WHERE {string.Join(" AND ", foreignKey.Columns.Select(column => $"{Staged(column)} IS NOT NULL"))}
                AND NOT EXISTS (SELECT FROM {referenced} p WHERE {foreignKey.Matches("p", Staged)}) AND NOT {isInserted}
            ORDER BY c.line LIMIT {ShownPerCheck}
            """;
        foreach (
            var (line, isInSnapshot) in await attempts.TryAsync(
                command,
                reader => (reader.GetInt64(0), reader.GetBoolean(1)),
                cancellationToken
            ) ?? []
        )
        {
            var lacking =
                isInSnapshot
                    ? "that the snapshot has, but the target holds it with other values, which the import leaves alone"
                : plan.LeftOut.Contains(foreignKey.ReferencedTable)
                    ? $"that the target does not have; load {foreignKey.ReferencedTable} with --tables, too"
                : "that is neither in the snapshot nor in the target";
            problems.Add(
                $"{FileLine.Of(load, rows, line)}: {string.Join(", ", foreignKey.Columns)} references a row of {foreignKey.ReferencedTable} {lacking} ({foreignKey.Name})"
            );
        }

        string Staged(string column) => StagedRows.Value(load, "c", column);
    }

    private bool Loads(TableName table) =>
        plan.Tables.Any(load => load.Table.Name == table && load.Source.Content.Rows > 0);

    private async Task ViolationsAsync(
        TableLoad load,
        TsvRows rows,
        CheckConstraint check,
        CancellationToken cancellationToken
    )
    {
        var columns = string.Join(
            ", ",
            load.Columns.Select((column, i) => $"s.{StagedRows.Name(i)} AS {SqlName.Quote(column.Name)}")
        );
        var found = await FindAsync(
            load,
            rows,
            staged =>
                $"""
                    SELECT "line " FROM (SELECT s.line AS "line ", {columns} FROM ({staged}) s) AS {SqlName.Quote(
                        load.Table.Name.Name
                    )}
                    WHERE NOT ({check.Expression}) ORDER BY 1 LIMIT {ShownPerCheck}
                    """,
            reader => reader.GetInt64(0),
            cancellationToken
        );
        foreach (var line in found ?? [])
            problems.Add($"{FileLine.Of(load, rows, line)}: violates the check constraint {check.Name}");
    }

    private async Task<List<T>?> FindAsync<T>(
        TableLoad load,
        TsvRows rows,
        Func<string, string> sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.NewCommand();
        command.CommandText = sql(StagedRows.FromParameters(load, rows, command.Parameters));
        return await attempts.TryAsync(command, read, cancellationToken);
    }

    private static bool Holds(TableLoad load, IEnumerable<string> columns) =>
        columns.All(load.Source.Content.Columns.Contains);
}
