using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import;

/// <summary>What became of the rows of a plan.</summary>
/// <param name="Tables">What was done to each table, in load order.</param>
internal sealed record LoadOutcome(ImmutableArray<ImportedTable> Tables)
{
    /// <summary>The materialized views that do not show new rows.</summary>
    public ImmutableArray<TableName> StaleViews { get; init; } = [];

    /// <summary>Why rows were not loaded, or not updated.</summary>
    public ImmutableArray<RowProblem> Problems { get; init; } = [];

    /// <summary>The lines of the files on which rows start that were not loaded.</summary>
    public IReadOnlyDictionary<TableName, IReadOnlySet<long>> NotLoaded { get; init; } =
        ImmutableDictionary<TableName, IReadOnlySet<long>>.Empty;
}
