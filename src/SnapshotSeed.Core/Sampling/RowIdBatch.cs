using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Sampling;

/// <summary>Statements that find rows, sent in one round trip; each one's rows go to its own receiver, by the index of their table.</summary>
internal sealed class RowIdBatch(NpgsqlConnection connection)
{
    private readonly List<(NpgsqlBatchCommand Command, Action<ILookup<int, RowId>> Receive)> entries = [];

    public void Add(NpgsqlBatchCommand command, Func<ILookup<int, RowId>, bool> receive) => Add(command, found => { receive(found); });

    public void Add(NpgsqlBatchCommand command, Action<ILookup<int, RowId>> receive) => entries.Add((command, receive));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;

        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var (command, _) in entries)
            batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var (_, receive) in entries)
        {
            var rows = new List<(int Member, RowId Row)>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add((reader.GetInt32(0), new RowId(reader.GetFieldValue<uint>(1), reader.GetFieldValue<NpgsqlTid>(2))));
            receive(rows.ToLookup(row => row.Member, row => row.Row));
            await reader.NextResultAsync(cancellationToken);
        }
    }
}
