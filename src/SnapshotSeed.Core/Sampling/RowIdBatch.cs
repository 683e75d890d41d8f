using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Statements that find rows, sent in one round trip; each one's rows go to its own receiver, by the index of their
/// table.
/// </summary>
internal sealed class RowIdBatch(NpgsqlConnection connection)
{
    private readonly List<Entry> entries = [];

    /// <param name="tables">What it looks at, for errors.</param>
    /// <param name="command">The statement.</param>
    /// <param name="receive">Takes its rows.</param>
    public void Add(string tables, NpgsqlBatchCommand command, Action<ILookup<int, RowId>> receive) =>
        entries.Add(new(tables, command, receive));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;

        await using var batch = connection.NewBatch();
        foreach (var entry in entries)
            batch.BatchCommands.Add(entry.Command);
        var current = entries[0];
        var done = 0;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            foreach (var entry in entries)
            {
                // An error comes with the step to the result of the statement that failed.
                var rows = new List<(int Member, RowId Row)>();
                while (await reader.ReadAsync(cancellationToken))
                    rows.Add(
                        (
                            reader.GetInt32(0),
                            new RowId(reader.GetFieldValue<uint>(1), reader.GetFieldValue<NpgsqlTid>(2))
                        )
                    );
                entry.Receive(rows.ToLookup(row => row.Member, row => row.Row));
                current = entries[Math.Min(++done, entries.Count - 1)];
                await reader.NextResultAsync(cancellationToken);
            }
        }
        catch (PostgresException e)
        {
            PostgresMessage.Locate(e, current.Tables, givesValues: false);
            throw;
        }
    }

    private sealed record Entry(string Tables, NpgsqlBatchCommand Command, Action<ILookup<int, RowId>> Receive);
}
