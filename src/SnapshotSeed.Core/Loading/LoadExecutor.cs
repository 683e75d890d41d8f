using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>Runs a load plan within the transaction that the caller has begun.</summary>
internal sealed class LoadExecutor(NpgsqlConnection connection, LoadPlan plan, ILogger logger)
{
    // How much goes into one round trip.
    private const int RowsPerBatch = 20_000;
    private const int StatementsPerBatch = 200;

    /// <summary>The key in <see cref="Exception.Data"/> under which a server's error says what was being read or loaded.</summary>
    public const string FailedComponent = "SnapshotSeed.Component";

    private readonly Dictionary<TableName, ImportedTable> results = [];
    private readonly HashSet<TableName> immovable = [];
    private int stages;

    /// <returns>What was done to each table, in load order.</returns>
    /// <exception cref="RowsNotInsertedException">Rows were neither there nor inserted.</exception>
    /// <exception cref="SnapshotSeedException">A table may not be emptied.</exception>
    /// <exception cref="PostgresException">The server refused a statement.</exception>
    public async Task<ImmutableArray<ImportedTable>> RunAsync(CancellationToken cancellationToken)
    {
        var pending = new List<LoadTables>();
        foreach (var operation in plan.Operations)
        {
            if (operation is LoadTables load)
            {
                var isAlone = load.Tables.Any(table => table.IsStaged || table.Table.HasInsertRules);
                if (isAlone || pending.Count == StatementsPerBatch || pending.Sum(Rows) + Rows(load) > RowsPerBatch)
                    await LoadPendingAsync(pending, cancellationToken);
                pending.Add(load);
                if (load.Tables is [{ Table.HasInsertRules: true } ruled])
                {
                    pending.Clear();
                    await LoadRuledAsync(ruled, cancellationToken);
                }
                else if (isAlone)
                {
                    await LoadPendingAsync(pending, cancellationToken);
                }

                continue;
            }

            await LoadPendingAsync(pending, cancellationToken);
            await (operation switch
            {
                EmptyTables empty => new TableEmptier(connection, plan).RunAsync(empty, cancellationToken),
                AdvanceSequences advance => AdvanceAsync(advance, cancellationToken),
                _ => throw new InvalidOperationException($"unknown operation {operation.GetType().Name}"),
            });
        }

        await LoadPendingAsync(pending, cancellationToken);
        return [.. plan.Tables.Select(load => results[load.Table.Name])];

        static long Rows(LoadTables load) => load.Tables.Sum(table => table.Source.Content.Rows);
    }

    private async Task LoadPendingAsync(List<LoadTables> pending, CancellationToken cancellationToken)
    {
        if (pending.Count == 0)
            return;

        await using var batch = NewBatch();
        foreach (var operation in pending)
            batch.BatchCommands.Add(await StatementAsync(operation, cancellationToken));
        var dropStages = pending.SelectMany(operation => operation.Tables).Any(load => load.IsStaged);
        var done = 0;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            foreach (var operation in pending)
            {
                await reader.ReadAsync(cancellationToken);
                for (var i = 0; i < operation.Tables.Length; i++)
                {
                    var counts = reader.GetFieldValue<long[]>(i);
                    Record(operation.Tables[i], counts[0], counts[1], counts[2]);
                    CheckIdentity(operation.Tables[i], counts[3]);
                }

                Log.Loaded(logger, operation.Component.ToString());
                done++;
                await reader.NextResultAsync(cancellationToken);
            }
        }
        catch (PostgresException e)
        {
            e.Data[FailedComponent] = pending[Math.Min(done, pending.Count - 1)].Component.ToString();
            throw;
        }

        if (dropStages)
            await DropStagesAsync(cancellationToken);
        pending.Clear();
    }

    private async Task<NpgsqlBatchCommand> StatementAsync(LoadTables operation, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand();
        var staged = new List<string>();
        foreach (var load in operation.Tables)
            staged.Add(await StageAsync(load, command.Parameters, cancellationToken));
        command.CommandText = LoadSql.Load(operation.Tables, staged);
        return command;
    }

    private async Task<string> StageAsync(TableLoad load, NpgsqlParameterCollection parameters, CancellationToken cancellationToken)
    {
        if (!load.IsStaged)
            return StagedRows.FromParameters(load, await load.Source.ReadRowsAsync(cancellationToken), parameters);
        var stage = StagedRows.StageName(stages++);
        await StagedRows.CopyAsync(connection, load, stage, cancellationToken);
        return StagedRows.FromTable(load, stage, withLines: false);
    }

    /// <summary>Counts, inserts and counts again, in one round trip: see <see cref="LoadSql.InsertAlone"/>.</summary>
    private async Task LoadRuledAsync(TableLoad load, CancellationToken cancellationToken)
    {
        await using var batch = NewBatch();
        foreach (var sql in (Func<TableLoad, string, string>[])[LoadSql.CountPresent, LoadSql.InsertAlone, LoadSql.CountPresent])
        {
            var command = new NpgsqlBatchCommand();
            command.CommandText = sql(load, await StageAsync(load, command.Parameters, cancellationToken));
            batch.BatchCommands.Add(command);
        }

        long before, different, after;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (before, different) = (reader.GetInt64(0), reader.GetInt64(1));
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            after = reader.GetInt64(0);
        }

        Record(load, after - before, before, different);
        if (load.IsStaged)
            await DropStagesAsync(cancellationToken);
    }

    private async Task DropStagesAsync(CancellationToken cancellationToken)
    {
        await using var drop = new NpgsqlCommand($"DROP TABLE {string.Join(", ", Enumerable.Range(0, stages).Select(StagedRows.StageName))}", connection);
        await drop.ExecuteNonQueryAsync(cancellationToken);
        stages = 0;
    }

    private void Record(TableLoad load, long inserted, long present, long different)
    {
        var rows = load.Source.Content.Rows;
        if (inserted + present != rows)
            throw new RowsNotInsertedException(load.Table.Name, rows - inserted - present);
        results[load.Table.Name] = new ImportedTable(load.Table.Name, rows, inserted, present, different);
    }

    /// <summary>A row that is another one once it is in would be missing for the next import, which would insert it again.</summary>
    private void CheckIdentity(TableLoad load, long estranged)
    {
        if (estranged == 0)
            return;
        if (load.RowKey is { } key)
        {
            throw new SnapshotSeedException(
                string.Create(CultureInfo.InvariantCulture, $"{load.Table.Name}: a trigger of the target changed {string.Join(", ", key.Columns)} of {estranged} rows as they were inserted, so every import would insert them again"),
                "Disable the trigger while you import, or load the other tables with --tables. Nothing was written.");
        }

        Log.ChangedWithoutKey(logger, load.Table.Name, estranged);
    }

    private async Task AdvanceAsync(AdvanceSequences operation, CancellationToken cancellationToken)
    {
        var tables = plan.Tables.ToDictionary(load => load.Table.Name, load => load.Table);
        await using var batch = NewBatch();

        // Deferred constraints speak up before a sequence moves for good. Not earlier: a constraint trigger may want the rows of a table yet to come.
        if (ReferenceEquals(operation, plan.Operations[^1]))
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SET CONSTRAINTS ALL IMMEDIATE"));
        foreach (var sequence in operation.Sequences)
        {
            if (sequence is { CanRead: true, CanMove: true })
                batch.BatchCommands.Add(new NpgsqlBatchCommand(LoadSql.Advance(sequence, tables[sequence.Table])));
            else if (immovable.Add(sequence.Name))
                Log.CannotMove(logger, sequence.Name, sequence.Table, sequence.Column);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlBatch NewBatch() => new(connection) { Timeout = 0 };
}

/// <summary>Rows of a table were neither there nor inserted; why has to be found out.</summary>
internal sealed class RowsNotInsertedException(TableName table, long rows)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{table}: {rows} rows were not inserted"))
{
    public TableName Table { get; } = table;
}
