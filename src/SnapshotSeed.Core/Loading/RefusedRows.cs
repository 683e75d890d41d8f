using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// Repeats an import that was refused, up to the table at fault, to find out which of its rows is refused where only inserting it can tell: a trigger, a generated
/// column, a partition that is missing or has constraints of its own. The caller rolls its transaction back.
/// </summary>
internal sealed class RefusedRows(NpgsqlConnection connection, NpgsqlTransaction transaction, LoadPlan plan)
{
    private const int Shown = 3;

    private readonly Attempts attempts = new(connection, transaction);

    /// <summary>The first row that makes the server refuse the rows up to it.</summary>
    /// <param name="component">The table, or the tables of a cycle, whose statement was refused.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>File and line; null for rows that reference each other, which can only be inserted together, and where no row is to blame.</returns>
    public async Task<string?> FirstAsync(string component, CancellationToken cancellationToken)
    {
        var operation = plan.Operations.OfType<LoadTables>().FirstOrDefault(operation => operation.Component.ToString() == component);
        if (operation is not { Tables: [var load] } || load.Table.HasInsertRules
            || load.Table.ForeignKeys.Any(key => key.ReferencedTable == load.Table.Name) || !await RepeatUpToAsync(operation, cancellationToken))
            return null;

        var rows = await load.Source.ReadRowsAsync(cancellationToken);
        var (accepted, refused) = (0, rows.Count);
        if (!await AcceptsAsync(load, rows, 0..0, cancellationToken) || await AcceptsAsync(load, rows, .., cancellationToken))
            return null;
        while (refused - accepted > 1)
        {
            var middle = accepted + ((refused - accepted) / 2);
            if (await AcceptsAsync(load, rows, accepted..middle, cancellationToken))
                accepted = middle;
            else
                refused = middle;
        }

        return FileLine.WithKey(load, rows, refused);
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

        await using var insert = connection.NewCommand();
        var staged = new List<string>();
        foreach (var table in operation.Tables)
            staged.Add(StagedRows.FromParameters(table, await table.Source.ReadRowsAsync(cancellationToken), insert.Parameters));
        insert.CommandText = LoadSql.Load(operation.Tables, staged);
        if (await attempts.TryAsync(insert, _ => true, cancellationToken) is null)
            return [];

        var rows = await load.Source.ReadRowsAsync(cancellationToken);
        await using var ask = connection.NewCommand();
        ask.CommandText = LoadSql.FindMissing(load, StagedRows.FromParameters(load, rows, ask.Parameters));
        var missing = await attempts.TryAsync(ask, reader => reader.GetFieldValue<long[]>(2), cancellationToken) is [var lines] ? lines : [];
        return [.. missing.Order().Take(Shown).Select(line => FileLine.WithKey(load, rows, line))];
    }

    /// <summary>Loads the tables that come before. They have been emptied where they had to be, and sequences were moved for good.</summary>
    /// <returns>False if other sessions are in the way of what went well before.</returns>
    private async Task<bool> RepeatUpToAsync(LoadTables operation, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(LoadSql.FireTriggers, cancellationToken);
        var before = plan.Operations.TakeWhile(other => other != operation).OfType<LoadTables>();
        try
        {
            await new LoadExecutor(connection, new LoadPlan([.. before]), NullLogger.Instance).RunAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is RowsNotInsertedException or SnapshotSeedException || (e is PostgresException refused && !Attempts.IsOfTheServer(refused)))
        {
            return false;
        }
    }

    /// <summary>Inserts some rows, which stay if they are accepted.</summary>
    private async Task<bool> AcceptsAsync(TableLoad load, TsvRows rows, Range range, CancellationToken cancellationToken)
    {
        await using var command = connection.NewCommand();
        command.CommandText = LoadSql.Load([load], [StagedRows.FromParameters(load, rows.In(range), command.Parameters)]);
        return await attempts.TryAsync(command, _ => true, cancellationToken) is not null;
    }
}
