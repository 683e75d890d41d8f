using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

internal sealed class DrawIdsRunner(LoadState state)
{
    public async Task RunAsync(DrawIds operation, CancellationToken cancellationToken)
    {
        foreach (var lookup in operation.Tables.Where(NeedsIds))
            await DrawAsync(lookup, cancellationToken);
    }

    private bool NeedsIds(IdLookup lookup) =>
        state.Ids[lookup.Load.Table.Name] switch
        {
            IdsInMemory map => Array.IndexOf(map.Ids, null) >= 0,
            IdsInTable => state.Matches.GetValueOrDefault(lookup.Load.Table.Name) is not { MissingCount: 0 },
            _ => false,
        };

    private async Task DrawAsync(IdLookup lookup, CancellationToken cancellationToken)
    {
        var (table, session) = (lookup.Load.Table, state.Session);
        var batch = session.NewBatch();
        foreach (
            var sequence in ColumnSequences.Of(table).Where(sequence => sequence is { CanRead: true, CanMove: true })
        )
            batch.Rows(SequenceSql.Advance(sequence, table), _ => true);
        var expression = batch.Value<string>(IdSql.Default(table, lookup.Id));
        await batch.SendAsync(cancellationToken);
        switch (state.Ids[table.Name])
        {
            case IdsInTable ids:
                await session.ExecuteInOwnPathAsync(
                    [IdSql.DrawInto(ids.Table, expression.Value, table, lookup.Id)],
                    cancellationToken
                );
                break;
            case IdsInMemory map:
                var count = map.Ids.Count(id => id is null);
                await session.ExecuteAsync(session.ToOwnSearchPath, cancellationToken);
                var drawn = new Queue<string>(
                    await session.RowsAsync(
                        IdSql.Draw(expression.Value, table, lookup.Id, count),
                        reader => reader.GetString(0),
                        cancellationToken
                    )
                );
                await session.ExecuteAsync(Session.ToPinnedSearchPath, cancellationToken);
                state.Ids[table.Name] = new IdsInMemory(
                    map.Lines,
                    map.Labels,
                    Array.ConvertAll(map.Ids, id => id ?? drawn.Dequeue())
                )
                {
                    LeftOut = map.LeftOut,
                };
                break;
        }
    }
}
