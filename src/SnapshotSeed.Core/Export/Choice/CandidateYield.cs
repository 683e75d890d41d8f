using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>
/// What is to be expected of rows that reference chosen ones, judged by candidates of their table that were not chosen:
/// could they be, if a row that they reference were? Pure.
/// </summary>
/// <param name="candidates">The candidates.</param>
/// <param name="choice">What has been chosen among them.</param>
internal sealed class CandidateYield(CandidateSet candidates, RowChooser choice)
{
    // Fewer say nothing, and more say the same; of long chains none says anything.
    private const int LeastRows = 20;
    private const int MostRows = 1_000;
    private const int MostFollowed = 1_000;

    // The row for which each candidate was followed last, by its number.
    private readonly int[] followed = new int[candidates.Count];
    private readonly Stack<Candidate> open = new();
    private readonly List<Candidate> given = [];
    private readonly List<Candidate> others = [];
    private int judged;
    private int count;

    /// <summary>
    /// The share of the rows of a table that can be chosen if a row that they reference is: the others need more of a table
    /// that is full. Null if too few are known.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="referenced">The table of the row that they reference.</param>
    public double? Share(TableName table, TableName referenced)
    {
        var rows = candidates[table]
            .Where(row => row.IsOpen && !choice.IsChosen(row))
            .Take(MostRows)
            .Select(row => HasRoom(row, referenced))
            .OfType<bool>()
            .ToList();
        return rows.Count < LeastRows ? null : (double)rows.Count(hasRoom => hasRoom) / rows.Count;
    }

    /// <returns>Null if it references no such row, or more than has been looked up.</returns>
    private bool? HasRoom(Candidate row, TableName referenced)
    {
        var start = row.References.FirstOrDefault(other => other.Table == referenced);
        if (start is null)
            return null;
        (judged, count) = (judged + 1, 0);
        Note(row);
        Follow([start], given);
        Follow(row.Needed, others);
        return count > MostFollowed || !given.TrueForAll(IsResolved) || !others.TrueForAll(IsResolved)
            ? null
            : others.TrueForAll(other => !choice.IsFull(other.Table));
    }

    /// <summary>Follows rows as far as they need others that are neither chosen nor followed already.</summary>
    private void Follow(ImmutableArray<Candidate> rows, List<Candidate> needed)
    {
        needed.Clear();
        foreach (var row in rows)
            open.Push(row);
        while (open.TryPop(out var row))
        {
            if (count > MostFollowed || choice.IsChosen(row) || !Note(row))
                continue;
            needed.Add(row);
            foreach (var other in row.Needed)
                open.Push(other);
        }
    }

    /// <returns>Whether it has not been followed for the row that is judged.</returns>
    private bool Note(Candidate row)
    {
        if (followed[row.Index] == judged)
            return false;
        followed[row.Index] = judged;
        count++;
        return true;
    }

    private static bool IsResolved(Candidate row) => row.IsResolved;
}
