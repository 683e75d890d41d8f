using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Candidates;

internal sealed class CandidateSearch(
    ReadSessions sessions,
    Sample sample,
    CandidateSet candidates,
    EligibleRows eligible,
    ILogger logger
)
{
    public Task RunAsync(FindCandidates step, CancellationToken cancellationToken) =>
        FindAsync(
            step.Components,
            table => step.Windows[table.Name] is > 0 and var window ? First(table, window) : [],
            cancellationToken
        );

    private IEnumerable<ICandidateSource> First(Table table, int window)
    {
        yield return new FirstRows(sample, table, window);
        if (sample.Plan.Spreads.TryGetValue(table.Name, out var spread))
            yield return new FirstRowsOfPartitions(sample, table, spread, window);
    }

    /// <summary>Finds rows with values that no candidate shows.</summary>
    public async Task RunAsync(FindValues step, CancellationToken cancellationToken)
    {
        await FindAsync(step.Components, AmongFirst, cancellationToken);
        await FindAsync(step.Components, Anywhere, cancellationToken);

        IEnumerable<UnseenValues> Unseen(Table table) =>
            step.Tables.Contains(table.Name) ? UnseenValues.Of(sample.Covered(table.Name), candidates[table.Name]) : [];

        IEnumerable<ICandidateSource> AmongFirst(Table table) =>
            Unseen(table).ToList() is { Count: > 0 } columns
                ? [new ValuesAmongFirst(table, sample.Orders(table.Name).Choice, columns)]
                : [];

        IEnumerable<ICandidateSource> Anywhere(Table table) =>
            Unseen(table)
                .Where(column => column.AreValuesWanted && ValuesAnywhere.CanFind(column.Column))
                .Select(column => new ValuesAnywhere(table, sample.Orders(table.Name).Choice, column));
    }

    public Task RunAsync(FindReferencing step, RowChooser choice, CancellationToken cancellationToken)
    {
        var expected = new CandidateYield(candidates, choice);
        return FindAsync(
            step.Components,
            table => choice.Missing(table.Name) > 0 ? ReferencingRows.Of(sample, table, choice, expected) : [],
            cancellationToken
        );
    }

    /// <summary>Looks up only the wanted rows.</summary>
    public Task ResolveAsync(IEnumerable<Component> level, CancellationToken cancellationToken) =>
        FindAsync(level, _ => [], cancellationToken);

    private Task FindAsync(
        IEnumerable<Component> level,
        Func<Table, IEnumerable<ICandidateSource>> sources,
        CancellationToken cancellationToken
    )
    {
        var questions = new List<Question>();
        foreach (var component in level.Where(component => !sample[component.Tables[0]].IsWholeTable))
        {
            if (component.IsCycle)
                questions.AddRange(Find(component, sources));
            else
                questions.AddRange(
                    component.Tables.Select(sample.Table).SelectMany(table => Find(table, [.. sources(table)]))
                );
        }

        return sessions.AskAsync(questions, cancellationToken);
    }

    private IEnumerable<Question> Find(Table table, IReadOnlyList<ICandidateSource> sources)
    {
        var query = Query(table);
        var conditions = eligible.CandidateConditions(table);
        var queries = sources.Select(source => source.ToSql(conditions, query.Of((Sql)$"true"))).ToList();
        var wanted = Wanted(table.Name);
        List<FoundRow> known = [];
        if (query.FindsOnlyPlaces && conditions.Count == 0 && table.Conditions.IsEmpty)
            (known, wanted) = (Open(wanted), []);
        if (wanted.Count > 0)
            queries.Add(
                $"""
                SELECT {query.Of(Sql.All(conditions))}
                FROM {table.EachOf(new RowSet(wanted), (Sql)$"c")}
                """
            );
        if (queries.Count == 0)
        {
            Take(table.Name, known);
            yield break;
        }

        var sql = query.ToSql(queries);
        yield return Question.Of(
            sources.Sum(source => source.Rows) + wanted.Count,
            batch => batch.Rows(sql, query.Read, $"{table.Name}"),
            rows => Take(table.Name, [.. rows, .. known])
        );
    }

    /// <summary>No question: the table references nothing that matters, and no condition excludes a row.</summary>
    private static List<FoundRow> Open(IEnumerable<RowId> rows) =>
        [.. rows.Select(row => new FoundRow(row, [], [], IsOpen: true))];

    private IEnumerable<Question> Find(Component cycle, Func<Table, IEnumerable<ICandidateSource>> sources)
    {
        var tables = cycle.Tables.Select(sample.Table).ToList();
        var first = tables.ConvertAll(table => sources(table).ToList());
        var wanted = cycle.Tables.Select(Wanted).ToList();
        var rows = first.Sum(of => of.Sum(source => source.Rows)) + wanted.Sum(of => (long)of.Count);
        if (first.TrueForAll(of => of.Count == 0) && wanted.TrueForAll(of => of.Count == 0))
            yield break;
        var queries = tables.ConvertAll(Query);
        var sql = CycleSql
            .Of(sample, cycle)
            .Candidates(
                [.. tables.Zip(first, Places)],
                wanted,
                CandidateWindows.Most + 1,
                (i, rows) =>
                    queries[i]
                        .OfMember(
                            i,
                            $"SELECT {queries[i].Of(Sql.All(eligible.CandidateConditions(tables[i])))} FROM {rows}"
                        )
            );
        yield return Question.Of(rows, batch => batch.Rows(sql, Read, $"{cycle}"), found => Take(cycle, found));

        (int Member, FoundRow Row) Read(NpgsqlDataReader reader)
        {
            var member = CandidatesSql.ReadMember(reader);
            return (member, queries[member].ReadOfMember(reader));
        }
    }

    private IReadOnlyCollection<RowId> Wanted(TableName table) =>
        candidates.Wanted(table, CandidateWindows.MostWanted(sample.Plan.Rules[table]));

    private CandidatesSql Query(Table table) =>
        new(sample.Orders(table.Name).Choice, [.. Followed(table)], sample.Covered(table.Name));

    private void Take(Component cycle, List<(int Member, FoundRow Row)> found)
    {
        foreach (var rows in found.GroupBy(row => row.Member, row => row.Row))
            Take(cycle.Tables[rows.Key], [.. rows]);
        if (found.Count > CandidateWindows.Most)
            Log.StoppedLooking(logger, cycle.ToString(), CandidateWindows.Most);
    }

    private void Take(TableName table, List<FoundRow> rows)
    {
        rows.RemoveAll(NeedsMore);
        candidates.Add(table, rows);
    }

    /// <summary>A row that needs another row of a full table is of no use, unless it shows a new value.</summary>
    private bool NeedsMore(FoundRow row)
    {
        if (!row.Shows.IsEmpty)
            return false;
        foreach (var (table, place) in row.References)
        {
            if (sample[table].Count >= sample.Plan.Rules[table].Most && !sample[table].Contains(place))
                return true;
        }

        return false;
    }

    private IEnumerable<(ForeignKey Key, Table Referenced)> Followed(Table table) =>
        sample
            .Graph.ReferencesOf(table.Name)
            .Where(key => !sample[key.ReferencedTable].IsWholeTable)
            .Select(key => (key, sample.Table(key.ReferencedTable)));

    private Sql Places(Table table, IReadOnlyList<ICandidateSource> sources)
    {
        Sql columns = $"c.tableoid, c.ctid, {sample.Orders(table.Name).Choice.AsKeys}";
        return Sql.UnionAll(
            sources.Select(
                Sql (source, i) =>
                    $"SELECT tableoid, ctid FROM ({source.ToSql(eligible.CandidateConditions(table), columns)}) s{i}"
            )
        );
    }
}
