using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>Runs a load plan within the transaction that the caller has begun.</summary>
internal sealed class LoadExecutor(NpgsqlConnection connection, LoadPlan plan, ILogger logger)
{
    private readonly Dictionary<TableName, ImportedTable> results = [];
    private readonly HashSet<TableName> immovable = [];
    private readonly Stages stages = new(connection);

    /// <returns>What was done to each table, in load order.</returns>
    /// <exception cref="RowsNotInsertedException">Rows were neither there nor inserted.</exception>
    /// <exception cref="SnapshotSeedException">A table may not be emptied.</exception>
    /// <exception cref="PostgresException">The server refused a statement.</exception>
    public async Task<ImmutableArray<ImportedTable>> RunAsync(CancellationToken cancellationToken)
    {
        var pending = new List<LoadTables>();
        foreach (var operation in plan.Operations)
        {
            if (operation is LoadTables next && !next.Tables.Any(load => load.IsStaged || load.Table.HasInsertRules))
            {
                if (!RoundTrip.Holds([.. pending.Append(next).SelectMany(load => load.Tables)]))
                    await LoadPendingAsync(pending, cancellationToken);
                pending.Add(next);
                continue;
            }

            await LoadPendingAsync(pending, cancellationToken);
            await (
                operation switch
                {
                    LoadTables { Tables: [{ Table.HasInsertRules: true } ruled] } => LoadRuledAsync(
                        ruled,
                        cancellationToken
                    ),
                    LoadTables staged => LoadPendingAsync([staged], cancellationToken),
                    EmptyTables empty => new TableEmptier(connection, plan).RunAsync(empty, cancellationToken),
                    AdvanceSequences advance => AdvanceAsync(advance, cancellationToken),
                    _ => throw new InvalidOperationException($"unknown operation {operation.GetType().Name}"),
                }
            );
        }

        await LoadPendingAsync(pending, cancellationToken);
        return [.. plan.Tables.Select(load => results[load.Table.Name])];
    }

    private async Task LoadPendingAsync(List<LoadTables> pending, CancellationToken cancellationToken)
    {
        if (pending.Count == 0)
            return;

        await using var batch = connection.NewBatch();
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
            PostgresMessage.Locate(
                e,
                pending[Math.Min(done, pending.Count - 1)].Component.ToString(),
                givesValues: true
            );
            throw;
        }

        await CheckTriggersAsync(
            [
                .. pending
                    .SelectMany(operation => operation.Tables)
                    .Where(load => load.Table.HasInsertTriggers && results[load.Table.Name].Inserted > 0),
            ],
            cancellationToken
        );
        await stages.DropAsync(cancellationToken);
        pending.Clear();
    }

    private async Task<NpgsqlBatchCommand> StatementAsync(LoadTables operation, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand();
        var staged = new List<string>();
        foreach (var load in operation.Tables)
            staged.Add(
                await stages.SelectAsync(load, command.Parameters, load.Table.HasInsertRules, cancellationToken)
            );
        command.CommandText = LoadSql.Load(operation.Tables, staged);
        return command;
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

        await stages.DropAsync(cancellationToken);
    }

    private async Task<(long Present, long Different, long[] Missing)> FindMissingAsync(
        TableLoad load,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.NewCommand();
        command.CommandText = LoadSql.FindMissing(
            load,
            await stages.SelectAsync(load, command.Parameters, load.Table.HasInsertRules, cancellationToken)
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<long[]>(2));
    }

    private async Task InsertAloneAsync(TableLoad load, long[] lines, CancellationToken cancellationToken)
    {
        await using var command = connection.NewCommand();
        var staged = await stages.SelectAsync(load, command.Parameters, load.Table.HasInsertRules, cancellationToken);
        command.Parameters.Add(new NpgsqlParameter { Value = lines });
        command.CommandText = LoadSql.InsertAlone(
            load,
            staged,
            string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}")
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Looks for the rows of tables again whose triggers may have changed or deleted them as they were inserted: a row
    /// that is not there, or another one, would be missing for the next import, which would insert it again.
    /// </summary>
    private async Task CheckTriggersAsync(IReadOnlyList<TableLoad> loads, CancellationToken cancellationToken)
    {
        var questions = new List<NpgsqlBatchCommand>();
        foreach (var load in loads)
        {
            var command = new NpgsqlBatchCommand();
            command.CommandText = LoadSql.CountPresent(
                load,
                await stages.SelectAsync(load, command.Parameters, load.Table.HasInsertRules, cancellationToken)
            );
            questions.Add(command);
        }

        var present = await Questions.AskAsync<long>(connection, questions, cancellationToken);
        foreach (
            var (load, lost) in loads
                .Zip(present, (load, count) => (load, load.Source.Content.Rows - count))
                .Where(pair => pair.Item2 > 0)
        )
        {
            if (load.RowKey is not { } key)
            {
                Log.ChangedWithoutKey(logger, load.Table.Name, lost);
                continue;
            }

            throw new SnapshotSeedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{load.Table.Name}: a trigger of the target changed {string.Join(", ", key.Columns)} of {lost} rows as they were inserted, or deleted them, so every import would insert them again"
                ),
                "Disable the trigger while you import, or load the other tables with --tables. Nothing was written."
            );
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
        await using var batch = connection.NewBatch();

        // Deferred constraints speak up before a sequence moves for good. Not earlier: a constraint trigger may want
        // the rows of a table yet to come.
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
