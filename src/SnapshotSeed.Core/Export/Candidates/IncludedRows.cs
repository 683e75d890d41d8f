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

internal sealed class IncludedRows(Session session, Sample sample, CandidateSet candidates)
{
    private readonly HashSet<(TableName Table, RowId Row)> found = [];
    private readonly List<Candidate> included = [];

    /// <summary>In the order in which they were found; none of whole tables.</summary>
    public IReadOnlyList<Candidate> Candidates => included;

    /// <exception cref="SnapshotSeedException">A condition finds no row, or too many rows.</exception>
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

    /// <summary>Nearest rows first.</summary>
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
            included.AddRange(added.Select(row => candidates.At(table, row)));
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

    /// <exception cref="SnapshotSeedException">Included rows lead to excluded ones.</exception>
    public void CheckAreOpen()
    {
        var closed = Candidates.Where(row => !row.IsOpen).GroupBy(row => row.Table).ToList();
        if (closed.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "cannot include all rows",
                closed.Select(rows =>
                    $"{rows.Key}: {Counted.Of(rows.Count(), "row")} with excluded parent rows, at any distance"
                ),
                $"Keep the parent rows, which {Setting.Exclude} or {Setting.Where} exclude, or include fewer rows with "
                    + $"{Setting.Include}.",
                FailureKind.WrongUsage
            );
    }

    private static void Check(IReadOnlyList<(TableName Table, int Rows)> counts)
    {
        var problems = counts
            .Where(count => count.Rows is 0 or CandidateWindows.Most)
            .Select(count =>
                count.Rows == 0
                    ? $"{count.Table}: no row matches the condition"
                    : $"{count.Table}: {CandidateWindows.Most} rows or more match the condition"
            )
            .ToList();
        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "cannot include rows",
                problems,
                $"Correct the condition of {Setting.Include}.",
                FailureKind.WrongUsage
            );
    }

    private static SnapshotSeedException TooMany(IncludedTable start, ForeignKey key, int rows) =>
        new(
            $"more than {start.Children} rows come along with the included rows of {start.Table}: {key.ToString()} "
                + $"({key.Name}) brings {rows} or more",
            $"Allow more children in {Setting.Include}, include fewer rows, or exclude {key.Table} with "
                + $"{Setting.Exclude}.",
            FailureKind.WrongUsage
        );
}
