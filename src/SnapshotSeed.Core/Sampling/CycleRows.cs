using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>Reads the rows of cycles as places only: a row's own, and those it references.</summary>
internal sealed class CycleRows(Session session, Sample sample)
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
    )
    {
        var most = MostRows + (2L * limit);
        var questions = tables.Select(table => CycleReferencesSql.HasMoreRows(sample.Table(table), most));
        return (await session.ValuesAsync<bool>(questions, cancellationToken)).Contains(true);
    }

    /// <summary>The rows of tables that pass their filter, in the order in which they are chosen.</summary>
    public async Task<Dictionary<TableName, List<RowId>>> RowsAsync(
        IEnumerable<TableName> tables,
        Func<Table, RowFilter> filter,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var rows = tables
            .Select(sample.Table)
            .ToDictionary(
                table => table.Name,
                table =>
                    batch.Rows(
                        FirstRowsSql.All(table, sample.Orders(table.Name).Choice, filter(table)),
                        RowId.Read,
                        $"{table.Name}"
                    )
            );
        await batch.SendAsync(cancellationToken);
        return rows.ToDictionary(pair => pair.Key, pair => pair.Value.Value);
    }

    /// <summary>
    /// What all rows of tables reference within their cycle, once for each row and key; null where a reference dangles.
    /// </summary>
    public async Task<List<(RowId Row, RowId? Referenced)>> ReferencesAsync(
        IEnumerable<TableName> tables,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var references = sample
            .KeysWithin(tables)
            .Select(key => CycleReferencesSql.Of(sample.Table(key.Table), key, sample.Table(key.ReferencedTable)))
            .Select(sql => batch.Rows(sql, CycleReferencesSql.Read))
            .ToList();
        await batch.SendAsync(cancellationToken);
        return [.. references.SelectMany(answer => answer.Value)];
    }
}
