using System.Collections.Immutable;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>What a check of a snapshot folder has found.</summary>
/// <param name="Files">Its files; in load order, where there is a manifest.</param>
/// <param name="Problems">What is wrong with them.</param>
internal sealed record FolderReport(ImmutableArray<CheckedFile> Files, ImmutableArray<RowProblem> Problems)
{
    /// <summary>Whether nothing is wrong. Edited files are not wrong.</summary>
    public bool Succeeded => Problems.IsEmpty;
}
