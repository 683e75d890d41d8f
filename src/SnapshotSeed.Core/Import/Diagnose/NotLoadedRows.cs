using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>The rows of a snapshot that an import did not load, to tell them from rows that no file has.</summary>
internal sealed class NotLoadedRows
{
    private readonly Dictionary<TableName, List<TsvRows>> rows = [];
    private readonly HashSet<TableName> unknown = [];

    // Each set is looked into for many rows.
    private readonly Dictionary<ForeignKey, HashSet<string>> values = [];

    /// <summary>Some rows of a file.</summary>
    public void Add(TableName table, TsvRows some)
    {
        if (rows.TryGetValue(table, out var known))
            known.Add(some);
        else
            rows.Add(table, [some]);
        values.Clear();
    }

    /// <summary>A table whose file could not be read, or does not fit.</summary>
    public void Add(TableName table) => unknown.Add(table);

    /// <summary>Whether there are such rows of a table.</summary>
    public bool Has(TableName table) => rows.TryGetValue(table, out var known) && known.Exists(some => some.Count > 0);

    /// <summary>The problem as it is: a parent row that no file has, or one that was not loaded.</summary>
    /// <param name="problem">A problem of a row.</param>
    /// <param name="check">The file of the row.</param>
    public RowProblem Told(RowProblem problem, RowCheck check) =>
        IsOfParent(problem) && WasNotLoaded(problem, check)
            ? problem with
            {
                Kind = RowProblemKind.ParentNotLoaded,
            }
            : problem;

    private static bool IsOfParent(RowProblem problem) =>
        problem.Kind
            is RowProblemKind.Dangling
                or RowProblemKind.DanglingIntoDifferent
                or RowProblemKind.DanglingIntoLeftOut;

    private bool WasNotLoaded(RowProblem problem, RowCheck check)
    {
        var key = check.Load.Table.ForeignKeys.FirstOrDefault(key =>
            key.Name == problem.Constraint && key.ReferencedTable == problem.Referenced
        );
        if (key is null || !key.Columns.All(check.Rows.Columns.Contains))
            return false;
        if (unknown.Contains(key.ReferencedTable))
            return true;
        if (!rows.TryGetValue(key.ReferencedTable, out var parents))
            return false;
        var value = check.Rows.Joined(key.Columns, Array.IndexOf(check.Rows.Lines, problem.Line!.Value));
        return value is not null && Values(key, parents).Contains(value);
    }

    private HashSet<string> Values(ForeignKey key, IEnumerable<TsvRows> parents)
    {
        if (!values.TryGetValue(key, out var known))
            values[key] = known = parents
                .Where(some => key.ReferencedColumns.All(some.Columns.Contains))
                .SelectMany(some =>
                    Enumerable.Range(0, some.Count).Select(row => some.Joined(key.ReferencedColumns, row))
                )
                .OfType<string>()
                .ToHashSet(StringComparer.Ordinal);
        return known;
    }
}
