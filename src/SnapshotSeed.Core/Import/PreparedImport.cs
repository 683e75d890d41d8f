using System.Collections.Immutable;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import;

internal sealed record PreparedImport(ImportTarget Target, FittedSnapshot Snapshot, LoadPlan Plan)
{
    public MigrationComparison? Comparison { get; init; }

    /// <summary>What keeps whole tables out, where the import keeps going.</summary>
    public ImmutableArray<RowProblem> Mismatches { get; init; } = [];
}
