using Microsoft.Extensions.Logging;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Candidates;

internal sealed class ChildSearch(
    Session session,
    Sample sample,
    CandidateSet candidates,
    CandidateSearch search,
    EligibleRows eligible,
    ILogger logger
)
{
    private readonly HashSet<Candidate> followed = [];

    public async Task RunAsync(FindChildren step, CancellationToken cancellationToken)
    {
        var keys = step.Keys.Where(key => !sample[key.ReferencedTable].IsWholeTable).ToList();
        while (await FollowAsync(keys, cancellationToken))
        {
            foreach (var level in step.Levels)
                await search.ResolveAsync(level, cancellationToken);
        }
    }

    /// <returns>Whether there were candidates without a lookup of their child rows.</returns>
    private async Task<bool> FollowAsync(List<ForeignKey> keys, CancellationToken cancellationToken)
    {
        var open = keys.Select(key => key.ReferencedTable)
            .Distinct()
            .ToDictionary(table => table, table => candidates[table].Where(row => !followed.Contains(row)).ToList());
        var batch = session.NewBatch();
        var found = new List<(ForeignKey Key, Answer<List<(RowId Row, RowId Child)>> Pairs)>();
        foreach (var key in keys.Where(key => open[key.ReferencedTable].Count > 0))
        {
            var rows = new RowSet([.. open[key.ReferencedTable].Select(row => row.Row)]);
            found.Add((key, batch.Rows(ChildrenSql(key, rows), Read, $"{key.Table}")));
        }

        await batch.SendAsync(cancellationToken);
        followed.UnionWith(open.Values.SelectMany(rows => rows));
        foreach (var (key, pairs) in found)
            Take(key, pairs.Value);
        return found.Count > 0;
    }

    private void Take(ForeignKey key, List<(RowId Row, RowId Child)> pairs)
    {
        foreach (var (row, child) in pairs)
            candidates.Bring((key.ReferencedTable, row), (key.Table, child));
        if (pairs.Count > CandidateWindows.Most)
            throw new SnapshotSeedException(
                $"{key.Table}: more than {CandidateWindows.Most} rows come along with rows of {key.ReferencedTable} "
                    + $"({key.Name})",
                $"Remove {key.Table} from {Setting.With}, or take fewer rows with {Setting.TableLimit}.",
                FailureKind.WrongUsage
            );
        Log.Children(logger, Counted.Of(pairs.Count, "row"), key.Table, key.ReferencedTable);
    }

    private Sql ChildrenSql(ForeignKey key, RowSet rows)
    {
        var (child, table) = (sample.Table(key.Table), sample.Table(key.ReferencedTable));
        return $"""
            SELECT p.tableoid, p.ctid, c.tableoid, c.ctid
            FROM (SELECT {table.Row((Sql)$"r", withPlace: true)} FROM {table.From()} r WHERE {table.IsIn(
                rows,
                (Sql)$"r"
            )}) p
            JOIN {child.From()} c ON {key.References()}
            WHERE {Sql.All([key.Binds((Sql)$"c"), .. eligible.CandidateConditions(child)])}
            LIMIT {CandidateWindows.Most + 1}
            """;
    }

    private static (RowId Row, RowId Child) Read(Npgsql.NpgsqlDataReader reader) =>
        (RowId.Read(reader), RowId.Read(reader, 2));
}
