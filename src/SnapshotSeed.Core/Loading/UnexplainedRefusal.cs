using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>Describes a refusal of rows that no constraint explains: as much as is known of it, and no more.</summary>
internal sealed class UnexplainedRefusal(NpgsqlConnection connection, NpgsqlTransaction transaction, LoadPlan plan)
{
    private const string MixedLineEnds = "22P04";
    private const string RulesOff =
        "The table's owner can switch its rules off for the import (ALTER TABLE … DISABLE RULE …), or the export leaves the table out (--exclude).";

    private readonly RefusedRows refusedRows = new(connection, transaction, plan);

    /// <param name="cause">The server's error, or the rows that were not inserted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What is wrong, and the next step.</returns>
    public async Task<(string Problem, string Hint)> DescribeAsync(Exception cause, CancellationToken cancellationToken)
    {
        if (cause is RowsNotInsertedException lost)
            return await DescribeAsync(
                lost,
                plan.Tables.First(load => load.Table.Name == lost.Table),
                cancellationToken
            );

        var refused = (PostgresException)cause;
        var first = await refusedRows.FirstAsync(refused, cancellationToken);
        var table =
            refused.TableName is { } name && PostgresMessage.ComponentOf(refused) is null
                ? $"{new TableName(refused.SchemaName ?? "public", name)}: "
                : "";
        return (
            table + PostgresMessage.WithoutValues(refused) + (first is null ? "" : $", first at {first}"),
            refused.SqlState == MixedLineEnds ? "Its lines do not all end alike: write LF throughout, or CRLF."
            : PostgresMessage.TriggerHint(refused) is { } hint && plan.Tables.Any(load => load.Table.HasInsertTriggers)
                ? hint
            : "Compare the table's definition with the source's: run the migrations on the target, or export the snapshot again."
        );
    }

    private async Task<(string Problem, string Hint)> DescribeAsync(
        RowsNotInsertedException lost,
        TableLoad load,
        CancellationToken cancellationToken
    )
    {
        if (await PresentAsync(load, cancellationToken) >= lost.NotInserted)
            return ($"{lost.Message}: another session has inserted them meanwhile", "Run the import again.");

        var missing = await refusedRows.MissingAsync(load, cancellationToken);
        var rows = missing.Count == 0 ? lost.Message : $"{lost.Message}, first {string.Join(", ", missing)}";
        if (load.Table.HasInsertRules)
            return ($"{rows}: no constraint explains it, so a rule of the target turned them away", RulesOff);
        if (load.Table.HasInsertTriggers)
            return (
                $"{rows}: no constraint explains it, so a trigger of the target turned them away",
                PostgresMessage.TriggersOff
            );

        // Which rows these keep out cannot be asked: what they are over is not in the file.
        var keys = load
            .Table.Keys.Where(key => !key.Columns.All(load.Source.Content.Columns.Contains))
            .Select(key => $"{key.Name} ({string.Join(", ", key.Columns)})")
            .ToList();
        return keys.Count > 0
            ? (
                $"{rows}: other rows hold their values in {string.Join(" or ", keys)}, over columns that the file does not have",
                "Drop that key in the target, or run the migrations that the snapshot's source has."
            )
            : (
                $"{rows}: other rows keep them out, and which cannot be told",
                "Compare the table's unique indexes and exclusion constraints with the source's."
            );
    }

    /// <summary>How many of its rows the table has, now that the import is rolled back.</summary>
    private async Task<long> PresentAsync(TableLoad load, CancellationToken cancellationToken)
    {
        await using var command = connection.NewCommand();
        command.CommandText = LoadSql.CountPresent(
            load,
            StagedRows.FromParameters(load, await load.Source.ReadRowsAsync(cancellationToken), command.Parameters)
        );
        return
            await new Attempts(connection, transaction).TryAsync(
                command,
                reader => reader.GetInt64(0),
                cancellationToken
            )
                is [var count]
            ? count
            : 0;
    }
}
