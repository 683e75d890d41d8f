using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>The rows that are to blame for a failure, each with the first reason that was found.</summary>
internal sealed class Blame
{
    private readonly Dictionary<TableName, Dictionary<long, RowProblem>> rows = [];
    private readonly List<RowProblem> ofTables = [];

    /// <summary>Each row once, and what no row is to blame for.</summary>
    public IEnumerable<RowProblem> Problems => [.. rows.Values.SelectMany(table => table.Values), .. ofTables];

    /// <summary>Whether something is wrong that leaving rows out does not help.</summary>
    public bool IsOfTables => ofTables.Count > 0;

    public bool IsEmpty => rows.Count == 0 && ofTables.Count == 0;

    public void Add(IEnumerable<RowProblem> problems)
    {
        foreach (var problem in problems)
        {
            if (problem is not { Line: { } line, More: 0 })
                ofTables.Add(problem);
            else if (rows.TryGetValue(problem.Name, out var table))
                table.TryAdd(line, problem);
            else
                rows.Add(problem.Name, new() { [line] = problem });
        }
    }

    /// <summary>The lines on which those of a table start.</summary>
    public IReadOnlySet<long> Lines(TableName table) =>
        rows.TryGetValue(table, out var lines) ? lines.Keys.ToHashSet() : [];

    /// <summary>The lines on which those of a table start that have some problem.</summary>
    public IReadOnlySet<long> Lines(TableName table, Func<RowProblem, bool> isMeant) =>
        rows.TryGetValue(table, out var lines)
            ? lines.Where(row => isMeant(row.Value)).Select(row => row.Key).ToHashSet()
            : [];

    /// <summary>Whether a row is to blame.</summary>
    public bool Has(TableName table, long line) => rows.TryGetValue(table, out var lines) && lines.ContainsKey(line);
}
