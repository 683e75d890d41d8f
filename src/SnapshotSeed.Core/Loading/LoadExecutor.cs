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

    private readonly Dictionary<TableName, ImportedTable> results = [];
    private readonly HashSet<TableName> immovable = [];
    private readonly Dictionary<TableName, string> stages = [];

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
                }

                Log.Loaded(logger, operation.Component.ToString());
                done++;
                await reader.NextResultAsync(cancellationToken);
            }
        }
        catch (PostgresException e)
        {
            PostgresMessage.Locate(e, pending[Math.Min(done, pending.Count - 1)].Component.ToString(), givesValues: true);
            throw;
        }

        await CheckTriggersAsync(
            [.. pending.SelectMany(operation => operation.Tables).Where(load => load.Table.HasInsertTriggers && results[load.Table.Name].Inserted > 0)], cancellationToken);
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

    /// <summary>Brings a file's rows to the server, once where that is a temporary table.</summary>
    /// <returns>The SELECT of them.</returns>
    private async Task<string> StageAsync(TableLoad load, NpgsqlParameterCollection parameters, CancellationToken cancellationToken)
    {
        if (!load.IsStaged)
            return StagedRows.FromParameters(load, await load.Source.ReadRowsAsync(cancellationToken), parameters);
        if (!stages.TryGetValue(load.Table.Name, out var stage))
        {
            stage = StagedRows.StageName(stages.Count);
            await StagedRows.CopyAsync(connection, load, stage, cancellationToken);
            stages.Add(load.Table.Name, stage);
        }

        return StagedRows.FromTable(load, stage, withLines: load.Table.HasInsertRules);
    }

    private async Task DropStagesAsync(CancellationToken cancellationToken)
    {
        if (stages.Count == 0)
            return;
        await using var drop = new NpgsqlCommand($"DROP TABLE {string.Join(", ", stages.Values)}", connection);
        await drop.ExecuteNonQueryAsync(cancellationToken);
        stages.Clear();
    }

    /// <summary>Finds what is missing, inserts that and counts again: see <see cref="LoadSql.InsertAlone"/>.</summary>
    private async Task LoadRuledAsync(TableLoad load, CancellationToken cancellationToken)
    {
        try
        {
            var (before, different, missing) = await FindMissingAsync(load, cancellationToken);
            await InsertAloneAsync(load, missing, cancellationToken);
            var (after, _, _) = await FindMissingAsync(load, cancellationToken);
            Record(load, after - before, before, different);
            Log.Loaded(logger, load.Table.Name.ToString());
        }
        catch (PostgresException e)
        {
            PostgresMessage.Locate(e, load.Table.Name.ToString(), givesValues: true);
            throw;
        }

        await DropStagesAsync(cancellationToken);
    }

    private async Task<(long Present, long Different, long[] Missing)> FindMissingAsync(TableLoad load, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = 0 };
        command.CommandText = LoadSql.FindMissing(load, await StageAsync(load, command.Parameters, cancellationToken));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<long[]>(2));
    }

    private async Task InsertAloneAsync(TableLoad load, long[] lines, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = 0 };
        var staged = await StageAsync(load, command.Parameters, cancellationToken);
        command.Parameters.Add(new NpgsqlParameter { Value = lines });
        command.CommandText = LoadSql.InsertAlone(load, staged, string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}"));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Looks for the rows of tables again whose triggers may have changed or deleted them as they were inserted: a row that is not there, or another one, would be
    /// missing for the next import, which would insert it again.
    /// </summary>
    private async Task CheckTriggersAsync(IReadOnlyList<TableLoad> loads, CancellationToken cancellationToken)
    {
        var questions = new List<NpgsqlBatchCommand>();
        foreach (var load in loads)
        {
            var command = new NpgsqlBatchCommand();
            command.CommandText = LoadSql.CountPresent(load, await StageAsync(load, command.Parameters, cancellationToken));
            questions.Add(command);
        }

        var present = await Questions.AskAsync<long>(connection, questions, cancellationToken);
        foreach (var (load, lost) in loads.Zip(present, (load, count) => (load, load.Source.Content.Rows - count)).Where(pair => pair.Item2 > 0))
        {
            if (load.RowKey is not { } key)
            {
                Log.ChangedWithoutKey(logger, load.Table.Name, lost);
                continue;
            }

            throw new SnapshotSeedException(
                string.Create(CultureInfo.InvariantCulture, $"{load.Table.Name}: a trigger of the target changed {string.Join(", ", key.Columns)} of {lost} rows as they were inserted, or deleted them, so every import would insert them again"),
                "Disable the trigger while you import, or load the other tables with --tables. Nothing was written.");
        }
    }

    private void Record(TableLoad load, long inserted, long present, long different)
    {
        var rows = load.Source.Content.Rows;
        if (inserted + present != rows)
            throw new RowsNotInsertedException(load.Table.Name, rows - inserted - present, rows - inserted);
        results[load.Table.Name] = new ImportedTable(load.Table.Name, rows, inserted, present, different);
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
/// <param name="table">The table.</param>
/// <param name="rows">How many.</param>
/// <param name="notInserted">How many were not inserted, those included that were there.</param>
internal sealed class RowsNotInsertedException(TableName table, long rows, long notInserted)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{table}: {rows} rows were not inserted"))
{
    public TableName Table { get; } = table;

    public long NotInserted { get; } = notInserted;
}
