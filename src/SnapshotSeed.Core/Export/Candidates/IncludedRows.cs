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

namespace SnapshotSeed.Export.Candidates;

/// <summary>Finds the rows that a snapshot always has.</summary>
internal sealed class IncludedRows(Session session, Sample sample, CandidateSet candidates)
{
    private readonly HashSet<(TableName Table, RowId Row)> found = [];

    /// <summary>The candidates among them, in the order in which they were found.</summary>
    public List<Candidate> Candidates { get; } = [];

    /// <exception cref="SnapshotSeedException">
    /// No row is one of them, they are too many, or too many reference them.
    /// </exception>
    public async Task RunAsync(FindIncluded step, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        var answers = step
            .Tables.Select(table =>
                (Table: table, Rows: batch.Rows(Matching(table.Rows), RowId.Read, $"{table.Table}"))
            )
            .ToList();
        await batch.SendAsync(cancellationToken);
        Check([.. answers.Select(answer => (answer.Table.Table, answer.Rows.Value.Count))]);
        foreach (var (table, rows) in answers)
        {
            Add(table.Table, rows.Value);
            await FollowAsync(table, rows.Value, cancellationToken);
        }
    }

    /// <summary>Follows the keys that lead to rows, against their direction, nearest rows first.</summary>
    private async Task FollowAsync(IncludedTable start, List<RowId> rows, CancellationToken cancellationToken)
    {
        var room = start.Children;
        var last = new Dictionary<TableName, List<RowId>> { [start.Table] = rows };
        while (start.Children > 0 && last.Count > 0)
        {
            var batch = session.NewBatch();
            var keys = last.Keys.SelectMany(Leading).ToList();
            var answers = keys.ConvertAll(key =>
                batch.Rows(
                    ReferencingSql(key, new RowSet(last[key.ReferencedTable]), (long)start.Children + found.Count),
                    RowId.Read,
                    $"{key.Table}"
                )
            );
            await batch.SendAsync(cancellationToken);
            last = [];
            foreach (var (key, answer) in keys.Zip(answers))
            {
                var more = Add(key.Table, answer.Value);
                room -= more.Count;
                if (room < 0)
                    throw TooMany(start, key, answer.Value.Count);
                if (more.Count > 0)
                    last[key.Table] = [.. last.GetValueOrDefault(key.Table, []), .. more];
            }
        }
    }

    private IEnumerable<ForeignKey> Leading(TableName table) =>
        sample
            .Plan.Tables.SelectMany(other => sample.Graph.ReferencesOf(other.Name))
            .Where(key => key.ReferencedTable == table);

    private List<RowId> Add(TableName table, IEnumerable<RowId> rows)
    {
        var added = rows.Where(row => found.Add((table, row))).ToList();
        if (!sample[table].IsWholeTable)
            Candidates.AddRange(added.Select(row => candidates.At(table, row)));
        return added;
    }

    private Sql Matching(Table rows) =>
        $"""
            SELECT c.tableoid, c.ctid
            FROM {rows.From()} c
            ORDER BY {sample.Orders(rows.Name).File.ByColumns}
            LIMIT {CandidateWindows.Most}
            """;

    private Sql ReferencingSql(ForeignKey key, RowSet rows, long most)
    {
        var (table, referenced) = (sample.Table(key.Table), sample.Table(key.ReferencedTable));
        return $"""
            SELECT c.tableoid, c.ctid
            FROM {table.From()} c
            WHERE {Sql.All([
                key.Binds((Sql)$"c"),
                $"EXISTS (SELECT FROM {referenced.From(rows, (Sql)$"p")} WHERE {key.References()})",
            ])}
            ORDER BY {sample.Orders(table.Name).File.ByColumns}
            LIMIT {most + 1}
            """;
    }

    private static void Check(IReadOnlyList<(TableName Table, int Rows)> counts)
    {
        var problems = counts
            .Where(count => count.Rows is 0 or CandidateWindows.Most)
            .Select(count =>
                count.Rows == 0
                    ? $"{count.Table}: no row is to be included"
                    : $"{count.Table}: {CandidateWindows.Most} rows or more are to be included"
            )
            .ToList();
        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "rows cannot be included",
                problems,
                $"Correct the condition of {Setting.Include}: it says which rows the snapshot always has.",
                FailureKind.WrongUsage
            );
    }

    private static SnapshotSeedException TooMany(IncludedTable start, ForeignKey key, int rows) =>
        new(
            $"more rows reference the included ones of {start.Table} than the {start.Children} that may: {key.ToString()} "
                + $"({key.Name}) alone brought {rows}, and there may be more",
            $"Allow more children in {Setting.Include}, include fewer rows, or leave {key.Table} out with "
                + $"{Setting.Exclude}.",
            FailureKind.WrongUsage
        );
}
