using System.Collections.Immutable;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>The result of checking a snapshot folder.</summary>
/// <param name="Files">The files, in load order if there is a manifest.</param>
/// <param name="Problems">The problems of their rows and headers.</param>
internal sealed record FolderReport(ImmutableArray<CheckedFile> Files, ImmutableArray<RowProblem> Problems)
{
    /// <summary>Whether there are no problems. Edited files are allowed.</summary>
    public bool Succeeded => Problems.IsEmpty;
}
