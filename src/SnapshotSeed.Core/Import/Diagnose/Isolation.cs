using Microsoft.Extensions.Logging.Abstractions;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>
/// Finds the rows where only inserting can tell: a trigger, a generated column, a partition that is missing or has
/// constraints of its own. Repeats the import up to the table at fault; the caller rolls back.
/// </summary>
internal sealed class Isolation(LoadState state, LoadPlan plan)
{
    private readonly Session session = state.Session;

    /// <returns>Null where no single row is to blame, or other sessions are in the way.</returns>
    public async Task<RowProblem?> FirstRefusedAsync(StatementException refusal, CancellationToken cancellationToken)
    {
        var insert = plan
            .Operations.OfType<InsertRows>()
            .FirstOrDefault(insert => insert.Component.ToString() == refusal.Subject);
        if (insert is not { Tables: [var load] } || insert.HasRules || ReferencesItself(load))
            return null;
        try
        {
            if (!await RepeatUpToAsync(insert, cancellationToken))
                return null;
            var rows = await load.ReadRowsAsync(cancellationToken);
            return await FirstAsync(load, rows, refusal, cancellationToken) is { } row
                ? new RowCheck(session, load, rows, state.Ids).Problem(RowProblemKind.Refused, row, withKey: true)
                : null;
        }
        catch (StatementException e) when (e.IsOfTheServer)
        {
            return null;
        }
    }

    /// <summary>The first few rows that are not there after their statement; none where that cannot be told.</summary>
    public async Task<IReadOnlyList<RowProblem>> MissingAsync(TableLoad load, CancellationToken cancellationToken)
    {
        var insert = plan.Operations.OfType<InsertRows>().First(insert => insert.Tables.Contains(load));
        if (insert.HasRules || !await RepeatUpToAsync(insert, cancellationToken))
            return [];
        try
        {
            return await MissingAfterAsync(insert, load, cancellationToken);
        }
        catch (StatementException e) when (e.IsOfTheServer)
        {
            return [];
        }
    }

    private static bool ReferencesItself(TableLoad load) => load.Table.ForeignKeys.Any(key => key.IsSelfReference);

    private async Task<IReadOnlyList<RowProblem>> MissingAfterAsync(
        InsertRows insert,
        TableLoad load,
        CancellationToken cancellationToken
    )
    {
        var tables = new List<(TableLoad, TsvRows)>();
        foreach (var table in insert.Tables)
            tables.Add((table, await table.ReadRowsAsync(cancellationToken)));
        if (await InsertAsync(tables, cancellationToken) is not null)
            return [];

        var rows = await load.ReadRowsAsync(cancellationToken);
        var check = new RowCheck(session, load, rows, state.Ids);
        var missing = await check.AskAsync(
            MatchSql.Match(load, check.Source),
            reader => reader.GetFieldValue<long[]>(1),
            cancellationToken
        );
        return
        [
            .. missing
                .SelectMany(lines => lines)
                .Order()
                .Take(RowCheck.Shown)
                .Select(line => check.Problem(RowProblemKind.NotInserted, line, withKey: true)),
        ];
    }

    /// <summary>By halving: the rows of an accepted half stay, so that every row is inserted about twice.</summary>
    private async Task<int?> FirstAsync(
        TableLoad load,
        TsvRows rows,
        StatementException refusal,
        CancellationToken cancellationToken
    )
    {
        if (
            await InsertAsync([(load, rows.In(0..0))], cancellationToken) is not null
            || !IsSame(await InsertAsync([(load, rows)], cancellationToken), refusal)
        )
            return null;
        var (accepted, refused) = (0, rows.Count);
        while (refused - accepted > 1)
        {
            var middle = accepted + ((refused - accepted) / 2);
            var other = await InsertAsync([(load, rows.In(accepted..middle))], cancellationToken);
            if (other is null)
                accepted = middle;
            else if (IsSame(other, refusal))
                refused = middle;
            else
                return null;
        }

        return IsSame(await InsertAsync([(load, rows.In(accepted..refused))], cancellationToken), refusal)
            ? refused
            : null;
    }

    private static bool IsSame(StatementException? one, StatementException other) =>
        one?.SqlState == other.SqlState && one.Error.MessageText == other.Error.MessageText;

    /// <summary>Tables have been emptied where they had to be, and sequences were moved for good.</summary>
    /// <returns>False if other sessions are in the way of what went well before.</returns>
    private async Task<bool> RepeatUpToAsync(InsertRows insert, CancellationToken cancellationToken)
    {
        // What a failed import has to say is not worth a long wait.
        await session.ExecuteAsync($"SET LOCAL lock_timeout = '1s'; {ImportLock.FireTriggers}", cancellationToken);
        var before = plan.Operations.TakeWhile(other => other != insert).OfType<InsertRows>().ToList();
        try
        {
            var operations = LoadOrder.Repeat(before);
            await new LoadExecutor(state.ForPart(), new LoadPlan([.. operations]), NullLogger.Instance).RunAsync(
                cancellationToken
            );
            return true;
        }
        catch (Exception e)
            when (e is RowsNotInsertedException or SnapshotSeedException or StatementException && session.IsOpen)
        {
            return false;
        }
    }

    /// <summary>Inserts those of the rows that are not there; what is refused leaves no trace.</summary>
    private async Task<StatementException?> InsertAsync(
        List<(TableLoad Load, TsvRows Rows)> tables,
        CancellationToken cancellationToken
    )
    {
        var attempt = await session.TryAsync(
            async () =>
            {
                var (missing, different) = (new List<(TableLoad, TsvRows)>(), new List<(TableLoad, TsvRows)>());
                foreach (var (load, rows) in tables)
                {
                    var match = await MatchAsync(load, rows, cancellationToken);
                    missing.Add((load, rows.At(match.Missing)));
                    if (load.Rule.OnConflict == ConflictMode.Update)
                        different.Add((load, rows.At(match.Different)));
                }

                return (missing, different);
            },
            cancellationToken
        );
        return attempt.Refusal is { } refusal
            ? refusal
            : await new TrialInsert(state).RunAsync(
                attempt.Answer.missing,
                attempt.Answer.different,
                cancellationToken
            );
    }

    private async Task<(long[] Missing, long[] Different)> MatchAsync(
        TableLoad load,
        TsvRows rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return ([], []);
        var found = await session.RowsAsync(
            MatchSql.Match(load, FileRowsSql.FromParameters(load, rows, state.Ids)),
            reader => (reader.GetFieldValue<long[]>(1), reader.GetFieldValue<long[]>(2)),
            cancellationToken
        );
        return found[0];
    }
}
