using System.Collections.Immutable;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>A row that may be chosen. Only its <see cref="CandidateSet"/> changes it.</summary>
internal sealed class Candidate(int index, TableName table, RowId row, int rank = 0)
{
    private List<Candidate>? children;

    public int Index => index;

    public TableName Table => table;

    public RowId Row => row;

    /// <summary>Each once, without those of whole tables.</summary>
    public ImmutableArray<Candidate> References { get; private set; } = [];

    /// <summary>The keys by which its parent row may be missing.</summary>
    public ImmutableArray<ForeignKey> Suspects { get; private set; } = [];

    /// <summary>The child rows that always come along.</summary>
    public IReadOnlyList<Candidate> Children => children ?? [];

    /// <summary>Parent rows, and child rows that do not lead to excluded rows.</summary>
    public ImmutableArray<Candidate> Needed =>
        children is null ? References : [.. References, .. children.Where(child => child.IsOpen || !child.IsResolved)];

    /// <summary>Its place in its table, or that of a row that leads to it; 0 if it is needed in any case.</summary>
    public int Rank { get; private set; } = rank;

    /// <summary>Whether a search has to look up its parent rows.</summary>
    public bool IsWanted { get; private set; } = true;

    /// <summary>Whether no search looks them up, because too many others come earlier.</summary>
    public bool IsPassedOver => !IsWanted && !IsResolved;

    /// <summary>Whether a search has looked them up.</summary>
    public bool IsResolved { get; private set; }

    /// <summary>Whether it may be chosen: it is resolved, and no parent row is excluded.</summary>
    public bool IsOpen { get; private set; }

    public ImmutableArray<long?> Shows { get; private set; } = [];

    /// <summary>A row of some rank leads to it. It is wanted again if it was passed over.</summary>
    public void Want(int by)
    {
        Rank = IsPassedOver ? by : Math.Min(Rank, by);
        IsWanted = !IsResolved;
    }

    public void PassOver() => IsWanted = false;

    public void Resolve(ImmutableArray<Candidate> references, FoundRow found) =>
        (References, Suspects, IsOpen, Shows, IsResolved, IsWanted) = (
            references,
            found.Suspects,
            found.IsOpen,
            found.Shows,
            true,
            false
        );

    public void Bring(Candidate child) => (children ??= []).Add(child);

    public void Close() => IsOpen = false;
}
