using SnapshotSeed.Import.Execute;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>
/// Finds the rows of a table or cycle that the server refuses where only writing them can tell: a trigger, a generated
/// column, a missing partition. Rows that it takes stay, so the caller has to undo them.
/// </summary>
internal sealed class Halving(LoadState state, IReadOnlyList<PendingRows> pending)
{
    // Each costs some round trips. Where more are refused, it is the table that is wrong.
    private const int Most = 1_000;

    private readonly TrialInsert trial = new(state);

    /// <returns>The rows, each with what the server said; none where no rows are to blame.</returns>
    /// <exception cref="StatementException">The server failed, and not because of rows.</exception>
    public async Task<IReadOnlyList<RowProblem>> RefusedAsync(CancellationToken cancellationToken)
    {
        if (await WriteAsync([], cancellationToken) is not null)
            return [];
        var groups = InOrder();
        var refused = new List<RowProblem>();
        var open = new Stack<(int Start, int Length)>([(0, groups.Count)]);
        while (open.TryPop(out var range))
        {
            Row[] rows = [.. groups.Skip(range.Start).Take(range.Length).SelectMany(group => group)];
            if (await WriteAsync(rows, cancellationToken) is not { } refusal)
                continue;
            if (range.Length == 1)
                refused.AddRange(rows.Select(row => RowRefusal.Of(pending[row.Table].All, row.Place, refusal)));
            if (refused.Count > Most)
                return [];
            if (range.Length == 1)
                continue;
            var half = range.Length / 2;
            open.Push((range.Start + half, range.Length - half));
            open.Push((range.Start, half));
        }

        return refused;
    }

    /// <summary>
    /// Rows that reference each other in a circle go together. Rows to update go first: they may free a unique value.
    /// </summary>
    private List<Row[]> InOrder()
    {
        Row[] rows =
        [
            .. pending.SelectMany((table, i) => table.Updated.Select(place => new Row(i, place, IsUpdate: true))),
            .. pending.SelectMany((table, i) => table.Inserted.Select(place => new Row(i, place, IsUpdate: false))),
        ];
        if (!pending.Any(table => table.Load.Table.ForeignKeys.Any(key => IsPending(key.ReferencedTable))))
            return [.. rows.Select(row => new[] { row })];
        var byTable = pending.Select((table, i) => rows.Where(row => row.Table == i).ToArray()).ToList();
        Row[] all = [.. byTable.SelectMany(table => table)];
        return
        [
            .. RowReferences
                .InOrder([
                    .. byTable.Select(
                        (table, i) =>
                            (pending[i].Load.Table, pending[i].All.Rows.At(Array.ConvertAll(table, row => row.Place)))
                    ),
                ])
                .Select(group => Array.ConvertAll(group, row => all[row])),
        ];
    }

    private bool IsPending(TableName table) => pending.Any(other => other.Load.Table.Name == table);

    private Task<StatementException?> WriteAsync(Row[] rows, CancellationToken cancellationToken) =>
        trial.RunAsync(
            Select(rows, areUpdates: false)
                .Where((table, i) => rows.Length == 0 ? pending[i].Inserted.Length > 0 : table.Rows.Count > 0),
            Select(rows, areUpdates: true),
            cancellationToken
        );

    private IEnumerable<(TableLoad Load, TsvRows Rows)> Select(Row[] rows, bool areUpdates) =>
        pending.Select(
            (table, i) =>
                (
                    table.Load,
                    table.All.Rows.At([
                        .. rows.Where(row => row.Table == i && row.IsUpdate == areUpdates).Select(row => row.Place),
                    ])
                )
        );

    private readonly record struct Row(int Table, long Place, bool IsUpdate);
}
