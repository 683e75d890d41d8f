using System.Collections.Immutable;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import;

/// <summary>An import that is ready to run.</summary>
/// <param name="Target">The target.</param>
/// <param name="Snapshot">The snapshot, fitted to it.</param>
/// <param name="Plan">What is done, in order.</param>
internal sealed record PreparedImport(ImportTarget Target, FittedSnapshot Snapshot, LoadPlan Plan)
{
    /// <summary>The snapshot's migration beside the target's; null where that was not asked.</summary>
    public MigrationComparison? Comparison { get; init; }

    /// <summary>What keeps whole tables out, where the import keeps going.</summary>
    public ImmutableArray<RowProblem> Mismatches { get; init; } = [];
}
