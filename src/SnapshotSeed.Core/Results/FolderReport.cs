using System.Collections.Immutable;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>What a check of a snapshot folder found.</summary>
/// <param name="Files">Its files, in load order if there is a manifest.</param>
/// <param name="Problems">The problems; none if all is well. An edited file is not a problem.</param>
public sealed record FolderReport(ImmutableArray<CheckedFile> Files, ImmutableArray<RowProblem> Problems)
{
    /// <summary>Whether there are no problems.</summary>
    public bool Succeeded => Problems.IsEmpty;
}
