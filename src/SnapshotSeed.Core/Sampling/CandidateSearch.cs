using Microsoft.Extensions.Logging;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>Finds the rows among which a sample is chosen.</summary>
internal sealed class CandidateSearch(
    Session session,
    Sample sample,
    Candidates candidates,
    WaysOut waysOut,
    ILogger logger
)
{
    /// <summary>Finds the first rows of tables.</summary>
    public Task RunAsync(FindCandidates step, CancellationToken cancellationToken) =>
        FindAsync(
            step.Components,
            table => step.Windows[table.Name] is > 0 and var window ? [new FirstRows(sample, table, window)] : [],
            cancellationToken
        );

    /// <summary>Finds the rows of short tables that reference chosen ones.</summary>
    public Task RunAsync(FindReferencing step, Choice choice, CancellationToken cancellationToken) =>
        FindAsync(
            step.Components,
            table => choice.IsShort(table.Name) ? ReferencingRows.Of(sample, table, choice) : [],
            cancellationToken
        );

    /// <summary>Looks up what is wanted of some components, without any further rows.</summary>
    public Task ResolveAsync(IEnumerable<Component> level, CancellationToken cancellationToken) =>
        FindAsync(level, _ => [], cancellationToken);

    private async Task FindAsync(
        IEnumerable<Component> level,
        Func<Table, IEnumerable<ICandidateSource>> sources,
        CancellationToken cancellationToken
    )
    {
        var components = level.Where(component => !sample[component.Tables[0]].IsWholeTable).ToList();
        await FollowCyclesAsync(components.Where(component => component.IsCycle), sources, cancellationToken)
            .ConfigureAwait(false);

        var batch = session.NewBatch();
        var found = new List<(TableName Table, Answer<List<FoundRow>> Rows)>();
        foreach (var component in components)
        {
            foreach (var table in component.Tables.Select(sample.Table))
            {
                if (Find(batch, table, component.IsCycle ? [] : sources(table)) is { } rows)
                    found.Add((table.Name, rows));
            }
        }

        await batch.SendAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (table, rows) in found)
            Take(table, rows.Value);
    }

    private Answer<List<FoundRow>>? Find(Batch batch, Table table, IEnumerable<ICandidateSource> sources)
    {
        var query = new CandidatesSql(
            sample.Orders(table.Name).Choice,
            [.. Followed(table)],
            sample.Covered(table.Name)
        );
        var conditions = waysOut.Conditions(table);
        var queries = sources.Select(source => source.ToSql(conditions, query.Of((Sql)$"true"))).ToList();
        var wanted = new RowSet(candidates.Wanted(table.Name));
        if (wanted.Count > 0)
            queries.Add(
                $"""
                SELECT {query.Of(Sql.All(conditions))}
                FROM {table.EachOf(wanted, (Sql)$"c")}
                """
            );
        return queries.Count > 0 ? batch.Rows(query.ToSql(queries), query.Read, $"{table.Name}") : null;
    }

    private void Take(TableName table, List<FoundRow> rows)
    {
        candidates.Add(table, rows);
        foreach (var row in rows)
        {
            foreach (var key in row.Suspects)
                sample[table].Suspect(key, row.Row);
        }
    }

    private IEnumerable<(ForeignKey Key, Table Referenced)> Followed(Table table) =>
        sample
            .Graph.ReferencesOf(table.Name)
            .Where(key => !sample[key.ReferencedTable].IsWholeTable)
            .Select(key => (key, sample.Table(key.ReferencedTable)));

    /// <summary>
    /// Finds the places of all that rows of cycles need within them. The recursion runs in the server: a chain of ten
    /// thousand rows is one statement.
    /// </summary>
    private async Task FollowCyclesAsync(
        IEnumerable<Component> cycles,
        Func<Table, IEnumerable<ICandidateSource>> sources,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var found = new List<(Component Cycle, Answer<List<(int Member, RowId Row)>> Rows)>();
        foreach (var cycle in cycles)
        {
            var first = cycle.Tables.Select(name => Places(sources, sample.Table(name))).ToList();
            var wanted = cycle.Tables.Select(candidates.Wanted).ToList();
            if (first.TrueForAll(rows => rows.IsEmpty) && wanted.TrueForAll(rows => rows.Count == 0))
                continue;
            var sql = sample.CycleSql(cycle).ReferencedRows(first, wanted, CandidateWindows.Most + 1);
            found.Add((cycle, batch.Rows(sql, CycleSql.Read, $"{cycle}")));
        }

        await batch.SendAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (cycle, rows) in found)
        {
            foreach (var (member, row) in rows.Value)
                candidates.At(cycle.Tables[member], row);
            if (rows.Value.Count > CandidateWindows.Most)
                Log.StoppedLooking(logger, cycle.ToString(), CandidateWindows.Most);
        }
    }

    private Sql Places(Func<Table, IEnumerable<ICandidateSource>> sources, Table table)
    {
        Sql columns = $"c.tableoid, c.ctid, {sample.Orders(table.Name).Choice.AsKeys}";
        return Sql.UnionAll(
            sources(table)
                .Select(
                    Sql (source, i) =>
                        $"SELECT tableoid, ctid FROM ({source.ToSql(waysOut.Conditions(table), columns)}) s{i}"
                )
        );
    }
}
