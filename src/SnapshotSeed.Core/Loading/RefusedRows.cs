using System.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// Repeats an import that was refused, up to the table at fault, to find out which of its rows is refused where only
/// inserting it can tell: a trigger, a generated column, a partition that is missing or has constraints of its own. The
/// caller rolls its transaction back.
/// </summary>
internal sealed class RefusedRows(NpgsqlConnection connection, NpgsqlTransaction transaction, LoadPlan plan)
{
    private const int Shown = 3;

    private readonly Attempts attempts = new(connection, transaction);

    /// <summary>The first row that makes the server refuse the rows up to it.</summary>
    /// <param name="refusal">What it said.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// File and line; null where no single row is to blame: for rows that reference each other, or that are refused
    /// otherwise when inserted in parts, and where other sessions are in the way.
    /// </returns>
    public async Task<string?> FirstAsync(PostgresException refusal, CancellationToken cancellationToken)
    {
        var operation = plan
            .Operations.OfType<LoadTables>()
            .FirstOrDefault(operation => operation.Component.ToString() == PostgresMessage.ComponentOf(refusal));
        if (
            operation is not { Tables: [var load] }
            || load.Table.HasInsertRules
            || load.Table.ForeignKeys.Any(key => key.ReferencedTable == load.Table.Name)
        )
            return null;
        try
        {
            return
                await RepeatUpToAsync(operation, cancellationToken)
                && await FindAsync(load, refusal, cancellationToken) is { } row
                ? FileLine.WithKey(load, await load.Source.ReadRowsAsync(cancellationToken), row)
                : null;
        }
        catch (PostgresException e) when (Attempts.IsOfTheServer(e))
        {
            return null;
        }
    }

    /// <summary>The first few rows of a table that are not there after its statement.</summary>
    /// <param name="load">The table.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>File and line of each; none where that cannot be found out.</returns>
    public async Task<IReadOnlyList<string>> MissingAsync(TableLoad load, CancellationToken cancellationToken)
    {
        var operation = plan.Operations.OfType<LoadTables>().First(operation => operation.Tables.Contains(load));
        if (load.Table.HasInsertRules || !await RepeatUpToAsync(operation, cancellationToken))
            return [];

        try
        {
            return await FindMissingAsync(operation, load, cancellationToken);
        }
        catch (PostgresException e) when (Attempts.IsOfTheServer(e))
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<string>> FindMissingAsync(
        LoadTables operation,
        TableLoad load,
        CancellationToken cancellationToken
    )
    {
        await using var insert = connection.NewCommand();
        var staged = new List<string>();
        foreach (var table in operation.Tables)
            staged.Add(
                StagedRows.FromParameters(table, await table.Source.ReadRowsAsync(cancellationToken), insert.Parameters)
            );
        insert.CommandText = LoadSql.Load(operation.Tables, staged);
        if (await attempts.TryAsync(insert, _ => true, cancellationToken) is null)
            return [];

        var rows = await load.Source.ReadRowsAsync(cancellationToken);
        await using var ask = connection.NewCommand();
        ask.CommandText = LoadSql.FindMissing(load, StagedRows.FromParameters(load, rows, ask.Parameters));
        var missing = await attempts.TryAsync(ask, reader => reader.GetFieldValue<long[]>(2), cancellationToken)
            is [var lines]
            ? lines
            : [];
        return [.. missing.Order().Take(Shown).Select(line => FileLine.WithKey(load, rows, line))];
    }

    /// <summary>By halving: the rows of an accepted half stay, so that every row is inserted about twice.</summary>
    private async Task<int?> FindAsync(TableLoad load, PostgresException refusal, CancellationToken cancellationToken)
    {
        var rows = await load.Source.ReadRowsAsync(cancellationToken);
        var (accepted, refused) = (0, rows.Count);
        if (
            await RefusalAsync(load, rows.In(0..0), cancellationToken) is not null
            || !IsSame(await RefusalAsync(load, rows, cancellationToken), refusal)
        )
            return null;
        while (refused - accepted > 1)
        {
            var middle = accepted + ((refused - accepted) / 2);
            var other = await RefusalAsync(load, rows.In(accepted..middle), cancellationToken);
            if (other is null)
                accepted = middle;
            else if (IsSame(other, refusal))
                refused = middle;
            else
                return null;
        }

        return IsSame(await RefusalAsync(load, rows.In(accepted..refused), cancellationToken), refusal)
            ? refused
            : null;
    }

    private static bool IsSame(PostgresException? one, PostgresException other) =>
        one?.SqlState == other.SqlState && one.MessageText == other.MessageText;

    /// <summary>
    /// Loads the tables that come before. They have been emptied where they had to be, and sequences were moved for
    /// good.
    /// </summary>
    /// <returns>False if other sessions are in the way of what went well before.</returns>
    private async Task<bool> RepeatUpToAsync(LoadTables operation, CancellationToken cancellationToken)
    {
        // What a failed import has to say is not worth a long wait.
        await connection.ExecuteAsync($"SET LOCAL lock_timeout = '1s'; {LoadSql.FireTriggers}", cancellationToken);
        var before = plan.Operations.TakeWhile(other => other != operation).OfType<LoadTables>();
        try
        {
            await new LoadExecutor(connection, new LoadPlan([.. before]), NullLogger.Instance).RunAsync(
                cancellationToken
            );
            return true;
        }
        catch (Exception e)
            when (e is RowsNotInsertedException or SnapshotSeedException or PostgresException
                && connection.State == ConnectionState.Open
            )
        {
            return false;
        }
    }

    private async Task<PostgresException?> RefusalAsync(
        TableLoad load,
        TsvRows rows,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.NewCommand();
        command.CommandText = LoadSql.Load([load], [StagedRows.FromParameters(load, rows, command.Parameters)]);
        return await attempts.RefusalAsync(command, cancellationToken);
    }
}
