using System.Collections.Immutable;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>What a check of a snapshot folder found.</summary>
/// <param name="Files">Its files, in load order if there is a manifest.</param>
/// <param name="Problems">The problems; none if all is well. An edited file is not a problem.</param>
public sealed record FolderReport(ImmutableArray<CheckedFile> Files, ImmutableArray<RowProblem> Problems)
{
    /// <summary>
    /// The foreign keys into tables without a file; none if all is complete. They are not a problem, because the target may
    /// have the rows.
    /// </summary>
    public ImmutableArray<RowProblem> OpenReferences { get; init; } = [];

    /// <summary>
    /// The tables that <see cref="SnapshotFolder.UpdateAsync"/> took out of the manifest because their files were deleted.
    /// </summary>
    public ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>Whether there are no problems.</summary>
    public bool Succeeded => Problems.IsEmpty;
}
