using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>Reads the rows of cycles as places only: a row's own, and those it references.</summary>
internal sealed class CyclePlaces(NpgsqlConnection connection, Sample sample)
{
    private const int MostRows = 200_000;

    /// <summary>Whether tables have too many rows to be held in memory.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="limit">How many are wanted; twice as many may be held on top.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> AreTooManyAsync(
        IEnumerable<TableName> tables,
        int limit,
        CancellationToken cancellationToken
    ) =>
        (
            await Questions.AskAsync<bool>(
                connection,
                tables.Select(table => SamplingSql.HasMoreRows(sample.Table(table), MostRows + (2L * limit))),
                cancellationToken
            )
        ).Contains(true);

    /// <summary>The rows of tables that pass conditions, in key order.</summary>
    public async Task<Dictionary<TableName, List<RowId>>> RowsAsync(
        IEnumerable<TableName> tables,
        Func<SamplingStatement, Table, IEnumerable<string>> conditions,
        CancellationToken cancellationToken
    )
    {
        var rows = new Dictionary<TableName, List<RowId>>();
        var batch = new RowIdBatch(connection);
        foreach (var table in tables.Select(sample.Table))
            batch.Add(
                $"{table.Name}",
                SamplingSql.AllRows(table, statement => conditions(statement, table)),
                found => rows.Add(table.Name, [.. found[0]])
            );
        await batch.RunAsync(cancellationToken);
        return rows;
    }

    /// <summary>
    /// What all rows of tables reference within their cycle, once for each row and key; null where a reference dangles.
    /// </summary>
    public async Task<List<(RowId Row, RowId? Referenced)>> ReferencesAsync(
        IEnumerable<TableName> tables,
        CancellationToken cancellationToken
    )
    {
        await using var batch = connection.NewBatch();
        foreach (var key in tables.SelectMany(sample.Graph.ReferencesOf).Where(sample.Graph.IsWithinComponent))
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(
                    SamplingSql.References(sample.Table(key.Table), key, sample.Table(key.ReferencedTable))
                )
            );
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var references = new List<(RowId, RowId?)>();
        do
        {
            while (await reader.ReadAsync(cancellationToken))
                references.Add((RowAt(0), reader.IsDBNull(2) ? null : RowAt(2)));
        } while (await reader.NextResultAsync(cancellationToken));
        return references;

        RowId RowAt(int column) => new(reader.GetFieldValue<uint>(column), reader.GetFieldValue<NpgsqlTid>(column + 1));
    }
}
