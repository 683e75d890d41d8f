using System.Collections.Immutable;

namespace SnapshotSeed.Results;

/// <summary>What an export or import would do.</summary>
/// <param name="Operations">The operations, in order.</param>
public sealed record SnapshotPlan(ImmutableArray<PlannedOperation> Operations)
{
    /// <summary>The operations, numbered, one a line.</summary>
    public override string ToString() => ReportText.Plan(this);
}
