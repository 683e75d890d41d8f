using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Execute;

/// <summary>In a temporary table for files that are in one, else in memory.</summary>
internal sealed class ResolveIdsRunner(LoadState state)
{
    public async Task RunAsync(ResolveIds operation, CancellationToken cancellationToken)
    {
        var hasRows = await state.Session.ValuesAsync<bool>(
            operation.Tables.Select(lookup => MatchSql.HasRows(lookup.Load.Table)),
            cancellationToken
        );
        foreach (var (lookup, isFilled) in operation.Tables.Zip(hasRows))
        {
            // Rows that stay out one by one are told apart in memory.
            if (lookup.Load.IsStaged && !state.KeepsGoing)
                await InTableAsync(lookup, isFilled, cancellationToken);
            else
                await InMemoryAsync(lookup, isFilled, cancellationToken);
        }
    }

    private async Task InMemoryAsync(IdLookup lookup, bool isFilled, CancellationToken cancellationToken)
    {
        var rows = await lookup.Load.ReadRowsAsync(cancellationToken);
        AddTwins(RowProblemKind.LabelTwice, lookup.Load, rows, [lookup.Id]);
        AddTwins(RowProblemKind.Duplicate, lookup.Load, rows, lookup.Load.Key!.Columns);
        var ids = new string?[rows.Count];
        var found = isFilled ? await FindAsync(lookup, rows, cancellationToken) : [];
        foreach (var (line, id, _) in found ?? [])
            ids[line - 1] = id;
        var map = new IdsInMemory(rows.Lines, rows[lookup.Id], ids);
        state.Ids[lookup.Load.Table.Name] = map.Without(state.LeftOut(lookup.Load.Table.Name));
        if (!lookup.Matches || found is null)
            return;
        state.Matches[lookup.Load.Table.Name] = isFilled
            ? new RowMatch(
                rows.Count,
                found.Select(row => row.Id).Distinct(StringComparer.Ordinal).LongCount(),
                [.. Enumerable.Range(1, rows.Count).Where(line => ids[line - 1] is null).Select(line => (long)line)],
                [.. found.Where(row => !row.IsSame).Select(row => row.Line).Order()]
            )
            : RowMatch.OfNone(rows.Count);
    }

    /// <returns>Null where values are refused and the import keeps going: loading the table tells which.</returns>
    private async Task<List<(long Line, string Id, bool IsSame)>?> FindAsync(
        IdLookup lookup,
        TsvRows rows,
        CancellationToken cancellationToken
    )
    {
        var load = lookup.Matches ? WithoutId(lookup.Load) : OnlyKey(lookup.Load);
        rows = rows.Of(load.Columns.Select(column => column.Target.Name));
        var there = await state.Session.TryAsync(
            () =>
                state.Session.RowsAsync(
                    IdSql.Find(load, FileRowsSql.FromParameters(load, rows, state.Ids, IdSql.Lacks), lookup.Id),
                    reader => (reader.GetInt64(0), reader.GetString(1), reader.GetBoolean(2)),
                    cancellationToken
                ),
            cancellationToken
        );
        if (there.Refusal is { } refusal && !state.KeepsGoing)
            await AddBadValuesAsync(refusal, new(state.Session, load, rows, state.Ids), cancellationToken);
        return there.Answer;
    }

    private async Task InTableAsync(IdLookup lookup, bool isFilled, CancellationToken cancellationToken)
    {
        var stage = await state.Staging.StageAsync(lookup.Load, cancellationToken);
        var table = state.Staging.NewName("ids");
        var label = FileRowsSql.StageName(lookup.Load, lookup.Id);
        await state.Session.ExecuteInOwnPathAsync([IdSql.CreateTable(table)], cancellationToken);
        if (isFilled)
            await FillAsync(lookup, stage, table, label, cancellationToken);
        else
            await state.Session.ExecuteAsync(IdSql.FillWithNew(table, stage, label), cancellationToken);
        await state.Session.ExecuteAsync(IdSql.Analyze(table), cancellationToken);
        var (match, areDistinct) = (
            await state.Session.RowsAsync(
                IdSql.Summary(table),
                reader =>
                    (
                        new RowMatch(
                            lookup.Load.Rows,
                            reader.GetInt64(0),
                            reader.GetFieldValue<long[]>(1),
                            reader.GetFieldValue<long[]>(2)
                        ),
                        reader.GetBoolean(3)
                    ),
                cancellationToken
            )
        )[0];
        if (!areDistinct)
            AddTwins(
                RowProblemKind.LabelTwice,
                lookup.Load,
                await lookup.Load.ReadRowsAsync(cancellationToken),
                [lookup.Id]
            );
        state.Ids[lookup.Load.Table.Name] = new IdsInTable(table);
        if (lookup.Matches)
            state.Matches[lookup.Load.Table.Name] = isFilled ? match : RowMatch.OfNone(lookup.Load.Rows);
    }

    private async Task FillAsync(IdLookup lookup, Sql stage, Sql table, Sql label, CancellationToken cancellationToken)
    {
        var load = WithoutId(lookup.Load);
        var source = FileRowsSql.FromStage(
            load,
            stage,
            state.Ids,
            labels => IdSql.Lacks(labels).Prepend((Sql)$"u.{label} AS label")
        );
        var attempt = await state.Session.TryAsync(
            async () =>
            {
                await state.Session.ExecuteAsync(
                    IdSql.Fill(table, load, source, lookup.Id, lookup.Matches),
                    cancellationToken
                );
                return true;
            },
            cancellationToken
        );
        if (attempt.Refusal is not { } refusal)
            return;
        var key = OnlyKey(lookup.Load);
        await AddBadValuesAsync(
            refusal,
            await RowCheck.OfAsync(state.Session, key, state.Ids, cancellationToken),
            cancellationToken
        );
    }

    private async Task AddBadValuesAsync(
        StatementException refusal,
        RowCheck check,
        CancellationToken cancellationToken
    )
    {
        var bad = await BadValues.FindAsync(check, cancellationToken);
        if (bad.Count == 0)
            throw refusal;
        state.LabelProblems.AddRange(bad);
    }

    /// <summary>
    /// Rows whose values in some columns are the same text, NULL in none. Where rows are left out one by one, the first
    /// of them stays.
    /// </summary>
    private void AddTwins(RowProblemKind kind, TableLoad load, TsvRows rows, IReadOnlyCollection<string> columns)
    {
        var left = state.LeftOut(load.Table.Name);
        foreach (var twins in rows.Twins(columns))
        {
            var (first, second) = (rows.Lines[twins.First], rows.Lines[twins.Second]);
            if (state.NamesAll && !left.Add(second))
                continue;
            state.LabelProblems.Add(
                new RowProblem(kind, load.Table.Name)
                {
                    File = load.Source.File,
                    Line = state.NamesAll ? second : first,
                    OtherLine = state.NamesAll ? first : second,
                    Columns = [.. columns],
                    Constraint = "natural key",
                }
            );
        }
    }

    private static TableLoad WithoutId(TableLoad load) =>
        load with
        {
            Columns = load.Columns.RemoveAll(column => column.Conversion is { IsId: true }),
        };

    private static TableLoad OnlyKey(TableLoad load) =>
        load with
        {
            Columns = [.. load.Key!.Columns.Select(name => load.Columns[load.IndexOf(name)])],
        };
}
