using System.Collections.Immutable;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>A row that may be chosen.</summary>
/// <param name="index">Its number among all candidates.</param>
/// <param name="table">Its table.</param>
/// <param name="row">Its place.</param>
/// <param name="rank">How early it comes.</param>
internal sealed class Candidate(int index, TableName table, RowId row, int rank = 0)
{
    private List<Candidate>? children;

    public int Index => index;

    public TableName Table => table;

    public RowId Row => row;

    /// <summary>The rows that it references, each once, without those of tables that are taken whole.</summary>
    public ImmutableArray<Candidate> References { get; private set; } = [];

    /// <summary>The keys by which its parent row may be missing.</summary>
    public ImmutableArray<ForeignKey> Suspects { get; private set; } = [];

    /// <summary>The rows that it is never without.</summary>
    public IReadOnlyList<Candidate> Children => children ?? [];

    /// <summary>What is taken with it: what it references, and its children but for those that lead to what is left out.</summary>
    public ImmutableArray<Candidate> Needed =>
        children is null ? References : [.. References, .. children.Where(child => child.IsOpen || !child.IsResolved)];

    /// <summary>
    /// How early it comes: its place among the candidates of its table, or that of a row that leads to it; 0 where it is
    /// needed whatever else is chosen.
    /// </summary>
    public int Rank { get; private set; } = rank;

    /// <summary>Whether its references are to be looked up.</summary>
    public bool IsWanted { get; private set; } = true;

    /// <summary>Whether they are not, because too many others come earlier.</summary>
    public bool IsPassedOver => !IsWanted && !IsResolved;

    /// <summary>Whether its references have been looked up.</summary>
    public bool IsResolved { get; private set; }

    /// <summary>Whether it may be chosen: that has been done, and nothing that it references is left out.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What it shows in each column that is to be covered.</summary>
    public ImmutableArray<long?> Shows { get; private set; } = [];

    /// <summary>Says that a row leads to it, also after it has been passed over.</summary>
    /// <param name="by">The rank of that row.</param>
    public void Want(int by)
    {
        Rank = IsPassedOver ? by : Math.Min(Rank, by);
        IsWanted = !IsResolved;
    }

    /// <summary>Says that too many others come earlier.</summary>
    public void PassOver() => IsWanted = false;

    /// <summary>Says what was found of it.</summary>
    public void Resolve(ImmutableArray<Candidate> references, FoundRow found) =>
        (References, Suspects, IsOpen, Shows, IsResolved, IsWanted) = (
            references,
            found.Suspects,
            found.IsOpen,
            found.Shows,
            true,
            false
        );

    /// <summary>Says that it is never without another row.</summary>
    public void Bring(Candidate child) => (children ??= []).Add(child);

    /// <summary>Says that it leads to a row that may not be chosen.</summary>
    public void Close() => IsOpen = false;
}
