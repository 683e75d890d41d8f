using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Loading;

/// <summary>Runs a load plan, operation by operation, within the session that the caller has begun.</summary>
internal sealed class LoadExecutor(Session session, LoadPlan plan, ILogger logger)
{
    private readonly Dictionary<TableName, RowMatch> matches = [];
    private readonly Dictionary<TableName, ImportedTable> results = [];
    private readonly HashSet<TableName> immovable = [];
    private readonly Stages stages = new(session);
    private readonly TriggerSwitch triggers = new(session);

    /// <returns>What was done to each table, in load order.</returns>
    /// <exception cref="RowsNotInsertedException">Rows were neither there nor inserted.</exception>
    /// <exception cref="SnapshotSeedException">A table may not be emptied, or a trigger keeps rows out.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<ImmutableArray<ImportedTable>> RunAsync(CancellationToken cancellationToken)
    {
        var inserts = new List<InsertRows>();
        foreach (var operation in plan.Operations)
        {
            // Neighbours travel together.
            if (operation is InsertRows { HasRules: false } insert)
            {
                inserts.Add(insert);
                continue;
            }

            await InsertAsync(inserts, cancellationToken);
            await RunAsync(operation, cancellationToken);
        }

        await InsertAsync(inserts, cancellationToken);
        return [.. plan.Tables.Select(load => results[load.Table.Name])];
    }

    private Task RunAsync(LoadOperation operation, CancellationToken cancellationToken) =>
        operation switch
        {
            SwitchTriggers turn => triggers.RunAsync(turn, cancellationToken),
            EmptyTables empty => new TableEmptier(session, plan).RunAsync(empty, cancellationToken),
            StageFiles stage => StageAsync(stage, cancellationToken),
            MatchRows match => MatchAsync(match, cancellationToken),
            InsertRows { Tables: [var load] } => InsertAloneAsync(load, cancellationToken),
            LookAgain again => LookAgainAsync(again, cancellationToken),
            DropStages => stages.DropAsync(cancellationToken),
            AdvanceSequences advance => AdvanceAsync(advance, cancellationToken),
            AdvanceLooseSequences advance => AdvanceAsync(advance, cancellationToken),
            CheckDeferred => session.ExecuteInOwnPathAsync([$"SET CONSTRAINTS ALL IMMEDIATE"], cancellationToken),
            _ => throw new InvalidOperationException($"unknown operation {operation.GetType().Name}"),
        };

    private async Task StageAsync(StageFiles operation, CancellationToken cancellationToken)
    {
        foreach (var load in operation.Tables)
            await stages.StageAsync(load, cancellationToken);
    }

    private async Task MatchAsync(MatchRows operation, CancellationToken cancellationToken)
    {
        var found = await new RowMatcher(session, stages).MatchFilledAsync(operation.Tables, cancellationToken);
        foreach (var (table, match) in found)
            matches[table] = match;
    }

    /// <summary>Inserts into many tables, a round trip for as many as fit into one.</summary>
    private async Task InsertAsync(List<InsertRows> inserts, CancellationToken cancellationToken)
    {
        foreach (var group in RoundTrip.Groups(inserts, insert => insert.Tables))
        {
            var batch = session.NewBatch();
            batch.Rows(session.ToOwnSearchPath, _ => true);
            var inserted = new List<(InsertRows Insert, List<TableLoad> Loads, Answer<long[]>? Counts)>();
            foreach (var insert in group)
                inserted.Add(await AskAsync(batch, insert, cancellationToken));
            batch.Rows(Session.ToPinnedSearchPath, _ => true);
            if (inserted.Exists(entry => entry.Counts is not null))
                await batch.SendAsync(cancellationToken);
            foreach (var (insert, loads, counts) in inserted)
                await RecordAsync(insert, loads, counts?.Value ?? [], cancellationToken);
        }

        inserts.Clear();
    }

    /// <summary>Tables of which nothing is missing take no part.</summary>
    private async Task<(InsertRows Insert, List<TableLoad> Loads, Answer<long[]>? Counts)> AskAsync(
        Batch batch,
        InsertRows insert,
        CancellationToken cancellationToken
    )
    {
        var loads = insert.Tables.Where(load => matches[load.Table.Name].MissingCount > 0).ToList();
        if (loads.Count == 0)
            return (insert, loads, null);
        var tables = new List<(TableLoad, Sql)>();
        foreach (var load in loads)
            tables.Add((load, await stages.SourceAsync(load, matches[load.Table.Name].Missing, cancellationToken)));
        var counts = batch.Row(
            InsertSql.Insert(tables),
            reader => reader.GetFieldValue<long[]>(0),
            insert.Component.ToString(),
            givesValues: true
        );
        return (insert, loads, counts);
    }

    private async Task AdvanceAsync(AdvanceSequences operation, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        foreach (var sequence in operation.Sequences)
        {
            if (sequence is { CanRead: true, CanMove: true })
                batch.Rows(SequenceSql.Advance(sequence, plan[sequence.Table].Table), _ => true);
            else if (immovable.Add(sequence.Name))
                Log.CannotMove(logger, sequence.Name, sequence.Table, sequence.Column);
        }

        await batch.SendAsync(cancellationToken);
    }

    private async Task AdvanceAsync(AdvanceLooseSequences operation, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        foreach (var (sequence, position) in operation.Sequences)
        {
            if (sequence is { CanRead: true, CanMove: true })
                batch.Rows(SequenceSql.Advance(sequence, position), _ => true);
            else
                Log.CannotMoveLoose(logger, sequence.Name);
        }

        await batch.SendAsync(cancellationToken);
    }

    /// <summary>For a table with rules; whose rows are in is seen by looking again.</summary>
    private async Task InsertAloneAsync(TableLoad load, CancellationToken cancellationToken)
    {
        var match = matches[load.Table.Name];
        if (match.MissingCount == 0)
            return;
        var source = await stages.SourceAsync(load, match.Missing, cancellationToken);
        await session.ExecuteAsync(session.ToOwnSearchPath, cancellationToken);
        await session.ExecuteAsync(InsertSql.Statement(load, source), load.Table.Name.ToString(), cancellationToken);
        await session.ExecuteAsync(Session.ToPinnedSearchPath, cancellationToken);
    }

    private async Task RecordAsync(
        InsertRows insert,
        List<TableLoad> loads,
        long[] counts,
        CancellationToken cancellationToken
    )
    {
        foreach (var load in insert.Tables)
        {
            var i = loads.IndexOf(load);
            await RecordAsync(load, i < 0 ? 0 : counts[i], cancellationToken);
        }

        Log.Loaded(logger, insert.Component.ToString());
    }

    /// <summary>
    /// What is neither there nor inserted may have come from a trigger or another session since it was looked for.
    /// </summary>
    private async Task RecordAsync(TableLoad load, long inserted, CancellationToken cancellationToken)
    {
        var match = matches[load.Table.Name];
        if (match.Present + inserted != load.Rows)
        {
            var before = match.Present;
            match = (await new RowMatcher(session, stages).MatchAsync([load], cancellationToken))[load.Table.Name];
            if (match.Present != load.Rows)
                throw new RowsNotInsertedException(load.Table.Name, load.Rows - match.Present);

            // A trigger that puts a row elsewhere, such as into a chunk, inserts none by the statement's count.
            if (load.Table.HasInsertTriggers)
                inserted = Math.Max(inserted, match.Present - before);
        }

        Record(load, inserted, Math.Min(match.Different.Length, load.Rows - inserted));
    }

    private void Record(TableLoad load, long inserted, long different) =>
        results[load.Table.Name] = new ImportedTable(
            load.Table.Name,
            load.Rows,
            inserted,
            load.Rows - inserted,
            different
        );

    private async Task LookAgainAsync(LookAgain operation, CancellationToken cancellationToken)
    {
        var loads = operation.Tables.Where(load => matches[load.Table.Name].MissingCount > 0).ToList();
        var found = await new RowMatcher(session, stages).MatchAsync(loads, cancellationToken);
        foreach (var load in operation.Tables.Where(load => load.Table.HasInsertRules))
            RecordRuled(load, found.GetValueOrDefault(load.Table.Name));
        foreach (var load in loads.Where(load => found[load.Table.Name].Present < load.Rows))
            RefuseLost(load, load.Rows - found[load.Table.Name].Present);
    }

    private void RecordRuled(TableLoad load, RowMatch? after)
    {
        var before = matches[load.Table.Name];
        if (after is not null && after.Present != load.Rows)
            throw new RowsNotInsertedException(load.Table.Name, load.Rows - after.Present);
        Record(load, (after?.Present ?? before.Present) - before.Present, before.Different.Length);
        Log.Loaded(logger, load.Table.Name.ToString());
    }

    private void RefuseLost(TableLoad load, long lost)
    {
        if (load.RowKey is not { } key)
        {
            Log.ChangedWithoutKey(logger, load.Table.Name, lost);
            return;
        }

        throw new SnapshotSeedException(
            $"{load.Table.Name}: a trigger of the target changed {string.Join(", ", key.Columns)} of {lost} rows "
                + $"as they were inserted, or deleted them, so every import would insert them again",
            $"Disable the trigger while you import, or load the other tables with {Setting.Tables}."
        )
        {
            IsNothingWritten = true,
        };
    }
}
