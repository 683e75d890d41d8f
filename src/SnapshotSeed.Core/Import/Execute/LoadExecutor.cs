using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import.Execute;

/// <summary>Runs a load plan within the session that the caller has begun.</summary>
internal sealed class LoadExecutor(
    LoadState state,
    LoadPlan plan,
    ILogger logger,
    IEnumerable<TableLoad>? all = null,
    ProgressCount? progress = null,
    Dictionary<TableName, ImportedTable>? results = null
)
{
    private readonly Session session = state.Session;
    private readonly StagingTables staging = state.Staging;
    private readonly Dictionary<TableName, RowMatch> matches = state.Matches;
    private readonly Dictionary<TableName, ImportedTable> results = results ?? [];
    private readonly HashSet<TableName> immovable = [];
    private readonly Dictionary<TableName, TableLoad> loads = (all ?? plan.Tables).ToDictionary(load =>
        load.Table.Name
    );

    /// <returns>What was done to each table, in load order.</returns>
    /// <exception cref="RowsNotInsertedException">Rows were neither there nor inserted.</exception>
    /// <exception cref="SnapshotSeedException">A table may not be emptied, or a trigger keeps rows out.</exception>
    public async Task<ImmutableArray<ImportedTable>> RunAsync(CancellationToken cancellationToken)
    {
        var inserts = new List<InsertRows>();
        foreach (var operation in plan.Operations)
        {
            Log.Operation(logger, operation.ToString());

            // Neighbouring inserts share a round trip.
            if (operation is InsertRows { HasRules: false } insert)
            {
                inserts.Add(insert);
                continue;
            }

            await InsertAsync(inserts, cancellationToken);
            await state.Times.MeasureAsync(TablesOf(operation), () => RunAsync(operation, cancellationToken));
        }

        await InsertAsync(inserts, cancellationToken);
        return [.. plan.Tables.Select(load => results[load.Table.Name])];
    }

    /// <summary>For these counts the time of an operation.</summary>
    private static ImmutableArray<TableLoad> TablesOf(LoadOperation operation) =>
        operation switch
        {
            StageFiles stage => stage.Tables,
            MatchRows match => match.Tables,
            InsertRows insert => insert.Tables,
            LookAgain again => again.Tables,
            _ => [],
        };

    private Task RunAsync(LoadOperation operation, CancellationToken cancellationToken) =>
        operation switch
        {
            SwitchTriggers turn => new SwitchTriggersRunner(state).RunAsync(turn, cancellationToken),
            ResolveIds resolve => new ResolveIdsRunner(state).RunAsync(resolve, cancellationToken),
            CheckLabels check => new CheckLabelsRunner(state).RunAsync(check, cancellationToken),
            DrawIds draw => new DrawIdsRunner(state).RunAsync(draw, cancellationToken),
            StampMigration stamp => StampAsync(stamp, cancellationToken),
            RefreshViews refresh => new RefreshViewsRunner(state).RunAsync(refresh, Changed(), cancellationToken),
            EmptyTables empty => new EmptyTablesRunner(session, loads.Values).RunAsync(empty, cancellationToken),
            StageFiles stage => StageAsync(stage, cancellationToken),
            MatchRows match => MatchAsync(match, cancellationToken),
            InsertRows { Tables: [var load] } => InsertAloneAsync(load, cancellationToken),
            LookAgain again => LookAgainAsync(again, cancellationToken),
            DropStages drop => staging.DropAsync(drop.Tables, cancellationToken),
            AdvanceSequences advance => AdvanceAsync(advance, cancellationToken),
            AdvanceUnownedSequences advance => AdvanceAsync(advance, cancellationToken),
            CheckValues check => CheckValuesRunner.RunAsync(state, check, cancellationToken),
            CheckAbsent check => CheckAbsentRunner.RunAsync(state, check, cancellationToken),
            CheckKeys check => CheckKeysRunner.RunAsync(state, check, cancellationToken),
            CheckAtOnce check => CheckAtOnceRunner.RunAsync(state, check, cancellationToken),
            CheckDeferred => session.ExecuteInOwnPathAsync([$"SET CONSTRAINTS ALL IMMEDIATE"], cancellationToken),
            _ => throw new InvalidOperationException($"unknown operation {operation.GetType().Name}"),
        };

    private async Task StampAsync(StampMigration operation, CancellationToken cancellationToken)
    {
        await new StampMigrationRunner(session).RunAsync(operation, cancellationToken);
        if (operation.Stamp.Replaced is { } old)
            Log.Replaced(logger, operation.Stamp.Table, operation.Stamp.Version, old);
        Log.Stamped(logger, operation.Stamp.Table, operation.Stamp.Entries.Length, operation.Stamp.Version);
    }

    /// <summary>The tables with rows that were inserted or updated, or that may have lost some.</summary>
    private List<TableName> Changed()
    {
        var areEmptied = plan.Operations.OfType<EmptyTables>().Any();
        return
        [
            .. results
                .Values.Where(table => table.Inserted + table.Updated > 0 || (areEmptied && table.Rows == 0))
                .Select(table => loads[table.Name].Table.Relation),
        ];
    }

    private async Task StageAsync(StageFiles operation, CancellationToken cancellationToken)
    {
        foreach (var load in operation.Tables)
            await staging.StageAsync(load, cancellationToken);
    }

    private async Task MatchAsync(MatchRows operation, CancellationToken cancellationToken)
    {
        var found = await new RowMatcher(session, staging).MatchFilledAsync(operation.Tables, cancellationToken);
        foreach (var (table, match) in found)
            matches[table] = match;
    }

    private async Task InsertAsync(List<InsertRows> inserts, CancellationToken cancellationToken)
    {
        foreach (var group in LoadBatches.Of(inserts, insert => insert.Tables))
            await state.Times.MeasureAsync(
                [.. group.SelectMany(insert => insert.Tables)],
                () => InsertTogetherAsync(group, cancellationToken)
            );
        inserts.Clear();
    }

    private async Task InsertTogetherAsync(List<InsertRows> group, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        batch.Rows(session.ToOwnSearchPath, _ => true);
        var writes = new List<Write>();
        foreach (var insert in group)
            writes.Add(await AskAsync(batch, insert, cancellationToken));
        batch.Rows(Session.ToPinnedSearchPath, _ => true);
        if (writes.Exists(write => write.Counts is not null))
            await batch.SendAsync(cancellationToken);
        foreach (var write in writes)
            await RecordAsync(write, cancellationToken);
    }

    private async Task<Write> AskAsync(Batch batch, InsertRows insert, CancellationToken cancellationToken)
    {
        var missing = insert.Tables.Where(load => matches[load.Table.Name].MissingCount > 0).ToList();
        var different = insert.Tables.Where(load => ToUpdate(load).Length > 0).ToList();
        if (missing.Count + different.Count == 0)
            return new(insert, [], [], null);
        var counts = batch.Row(
            InsertSql.Write(
                await SourcesAsync(missing, load => matches[load.Table.Name].Missing, cancellationToken),
                await SourcesAsync(different, ToUpdate, cancellationToken)
            ),
            reader => reader.GetFieldValue<long[]>(0),
            insert.Component.ToString(),
            givesValues: true
        );
        return new(insert, missing, different, counts);
    }

    private async Task<List<(TableLoad, Sql)>> SourcesAsync(
        List<TableLoad> loads,
        Func<TableLoad, long[]?> places,
        CancellationToken cancellationToken
    )
    {
        var sources = new List<(TableLoad, Sql)>();
        foreach (var load in loads)
            sources.Add((load, await staging.SourceAsync(load, places(load), cancellationToken)));
        return sources;
    }

    private long[] ToUpdate(TableLoad load) =>
        load.Rule.OnConflict == ConflictMode.Update ? matches[load.Table.Name].Different : [];

    private async Task AdvanceAsync(AdvanceSequences operation, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        foreach (var sequence in operation.Sequences)
        {
            if (sequence is { CanRead: true, CanMove: true })
                batch.Rows(SequenceSql.Advance(sequence, loads[sequence.Table].Table), _ => true);
            else if (immovable.Add(sequence.Name))
                Log.CannotMove(logger, sequence.Name, sequence.Table, sequence.Column);
        }

        await batch.SendAsync(cancellationToken);
    }

    private async Task AdvanceAsync(AdvanceUnownedSequences operation, CancellationToken cancellationToken)
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

    /// <summary>For a table with rules: looking again tells which rows are in.</summary>
    private async Task InsertAloneAsync(TableLoad load, CancellationToken cancellationToken)
    {
        var match = matches[load.Table.Name];
        await UpdateAloneAsync(load, cancellationToken);
        if (match.MissingCount == 0)
            return;
        var source = await staging.SourceAsync(load, match.Missing, cancellationToken);
        await session.ExecuteAsync(session.ToOwnSearchPath, cancellationToken);
        await session.ExecuteAsync(InsertSql.Statement(load, source), load.Table.Name.ToString(), cancellationToken);
        await session.ExecuteAsync(Session.ToPinnedSearchPath, cancellationToken);
    }

    private async Task UpdateAloneAsync(TableLoad load, CancellationToken cancellationToken)
    {
        var places = ToUpdate(load);
        if (places.Length == 0)
            return;
        var sources = await SourcesAsync([load], ToUpdate, cancellationToken);
        await session.ExecuteAsync(session.ToOwnSearchPath, cancellationToken);
        var updated = await session.ValueAsync<long[]>(InsertSql.Write([], sources), cancellationToken);
        await session.ExecuteAsync(Session.ToPinnedSearchPath, cancellationToken);
        if (updated[0] != places.Length)
            await NotUpdatedAsync(load, places.Length - updated[0], cancellationToken);
    }

    /// <summary>Rows that a trigger has kept as they are. They are there, so a load that goes on names them.</summary>
    /// <exception cref="RowsNotUpdatedException">The load does not go on.</exception>
    private async Task NotUpdatedAsync(TableLoad load, long rows, CancellationToken cancellationToken)
    {
        if (!state.NamesAll)
            throw new RowsNotUpdatedException(load.Table.Name, rows);
        var after = (await new RowMatcher(session, staging).MatchAsync([load], cancellationToken))[load.Table.Name];
        var places = after.Different.Intersect(ToUpdate(load)).ToList();
        var check = await state.CheckAsync(load, cancellationToken);

        // Others may differ because the trigger gave them other values.
        state.NotUpdated.AddRange(
            places.Count == rows
                ? places.Select(place =>
                    check.Problem(RowProblemKind.NotUpdated, place, withKey: true) with
                    {
                        Count = 1,
                    }
                )
                : [new(RowProblemKind.NotUpdated, load.Table.Name) { Count = rows }]
        );
    }

    private async Task RecordAsync(Write write, CancellationToken cancellationToken)
    {
        foreach (var load in write.Insert.Tables)
        {
            var updated = write.Updated(load);
            if (updated != ToUpdate(load).Length)
                await NotUpdatedAsync(load, ToUpdate(load).Length - updated, cancellationToken);
            await RecordAsync(load, write.Inserted(load), updated, cancellationToken);
        }

        Log.Loaded(logger, write.Insert.Component.ToString());
    }

    /// <summary>What is missing may have come from a trigger or another session since it was looked for.</summary>
    private async Task RecordAsync(TableLoad load, long inserted, long updated, CancellationToken cancellationToken)
    {
        var match = matches[load.Table.Name];
        if (match.Present + inserted != load.Rows)
        {
            var before = match.Present;
            match = (await new RowMatcher(session, staging).MatchAsync([load], cancellationToken))[load.Table.Name];
            if (match.Present != load.Rows)
                throw new RowsNotInsertedException(load.Table.Name, load.Rows - match.Present, match.Missing ?? []);

            // A trigger that puts a row elsewhere, such as into a chunk, inserts none by the statement's count.
            if (load.MeetsTriggers)
                inserted = Math.Max(inserted, match.Present - before);
        }

        Record(load, inserted, updated, Math.Min(match.Different.Length - updated, load.Rows - inserted - updated));
    }

    private void Record(TableLoad load, long inserted, long updated, long different)
    {
        progress?.Done(load.Table.Name, load.Rows);
        results[load.Table.Name] = new ImportedTable(
            load.Table.Name,
            load.Rows,
            inserted,
            updated,
            load.Rows - inserted - updated,
            different
        );
    }

    private async Task LookAgainAsync(LookAgain operation, CancellationToken cancellationToken)
    {
        var loads = operation
            .Tables.Where(load => matches[load.Table.Name].MissingCount + ToUpdate(load).Length > 0)
            .ToList();
        var found = await new RowMatcher(session, staging).MatchAsync(loads, cancellationToken);
        foreach (var load in operation.Tables.Where(load => load.Table.HasInsertRules))
            RecordRuled(load, found.GetValueOrDefault(load.Table.Name));
        foreach (var load in loads.Where(load => found[load.Table.Name].Present < load.Rows))
            await RefuseLostAsync(load, found[load.Table.Name], cancellationToken);
        foreach (var load in loads)
            RecordChanged(load, found[load.Table.Name]);
    }

    /// <summary>A row that differs, and that was not left as it was, has been changed since it was written.</summary>
    private void RecordChanged(TableLoad load, RowMatch after)
    {
        var left = matches[load.Table.Name].Different.Except(ToUpdate(load));
        results[load.Table.Name] = results[load.Table.Name] with
        {
            ChangedByTriggers = after.Different.Except(left).Count(),
        };
    }

    private void RecordRuled(TableLoad load, RowMatch? after)
    {
        var before = matches[load.Table.Name];
        if (after is not null && after.Present != load.Rows)
            throw new RowsNotInsertedException(load.Table.Name, load.Rows - after.Present, after.Missing ?? []);
        var updated = ToUpdate(load).Length;
        var inserted = (after?.Present ?? before.Present) - before.Present;
        Record(load, inserted, updated, before.Different.Length - updated);
        Log.Loaded(logger, load.Table.Name.ToString());
    }

    private async Task RefuseLostAsync(TableLoad load, RowMatch found, CancellationToken cancellationToken)
    {
        var lost = load.Rows - found.Present;
        if (load.RowKey is not { } key)
        {
            Log.ChangedWithoutKey(logger, load.Table.Name, lost);
            return;
        }

        if (state.NamesAll && found.Missing is { Length: > 0 } places)
            throw await LostAsync(load, places, cancellationToken);
        throw new SnapshotSeedException(
            $"{load.Table.Name}: a trigger changed {string.Join(", ", key.Columns)} of {Counted.Of(lost, "inserted row")}, "
                + $"or deleted the rows; every import would insert them again",
            $"Use {Setting.Triggers.As("off")} as the owner of the table, or load the other tables with {Setting.Only}."
        )
        {
            IsNothingWritten = true,
        };
    }

    private async Task<SnapshotSeedException> LostAsync(
        TableLoad load,
        long[] places,
        CancellationToken cancellationToken
    )
    {
        var check = await state.CheckAsync(load, cancellationToken);
        return SnapshotSeedException.ForRows(
            "a trigger changed keys of inserted rows, or deleted the rows",
            [.. places.Select(place => check.Problem(RowProblemKind.Lost, place, withKey: true))],
            $"Use {Setting.Triggers.As("off")} as the owner of the table."
        );
    }

    private sealed record Write(
        InsertRows Insert,
        List<TableLoad> Missing,
        List<TableLoad> Different,
        Answer<long[]>? Counts
    )
    {
        public long Updated(TableLoad load) => Different.IndexOf(load) is >= 0 and var i ? Counts!.Value[i] : 0;

        public long Inserted(TableLoad load) =>
            Missing.IndexOf(load) is >= 0 and var i ? Counts!.Value[Different.Count + i] : 0;
    }
}
