using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>Holds files against tables, many in a round trip.</summary>
internal sealed class RowMatcher(Session session, StagingTables staging)
{
    /// <exception cref="StatementException">A value is none of its column's type, or the server failed.</exception>
    public async Task<Dictionary<TableName, RowMatch>> MatchAsync(
        IEnumerable<TableLoad> loads,
        CancellationToken cancellationToken
    )
    {
        var matches = new Dictionary<TableName, RowMatch>();
        foreach (var group in LoadBatches.Of(loads))
        {
            var batch = session.NewBatch();
            var answers = new List<(TableLoad Load, Answer<RowMatch> Match)>();
            foreach (var load in group)
                answers.Add((load, Ask(batch, load, await staging.SourceAsync(load, cancellationToken))));
            await batch.SendAsync(cancellationToken);
            foreach (var (load, match) in answers)
                matches.Add(load.Table.Name, match.Value);
        }

        return matches;
    }

    /// <summary>The same where tables are likely to be empty: of those no row needs to be sent.</summary>
    public async Task<Dictionary<TableName, RowMatch>> MatchFilledAsync(
        IReadOnlyCollection<TableLoad> loads,
        CancellationToken cancellationToken
    )
    {
        var hasRows = await session.ValuesAsync<bool>(
            loads.Select(load => MatchSql.HasRows(load.Table)),
            cancellationToken
        );
        var filled = loads.Zip(hasRows).ToLookup(pair => pair.Second, pair => pair.First);
        var matches = await MatchAsync(filled[true], cancellationToken);
        foreach (var load in filled[false])
            matches.Add(load.Table.Name, RowMatch.OfNone(load.Rows));
        return matches;
    }

    private static Answer<RowMatch> Ask(Batch batch, TableLoad load, Sql source) =>
        batch.Row(
            MatchSql.Match(load, source),
            reader => new RowMatch(
                load.Rows,
                reader.GetInt64(0),
                reader.GetFieldValue<long[]>(1),
                reader.GetFieldValue<long[]>(2)
            ),
            load.Table.Name.ToString(),
            givesValues: true
        );
}
