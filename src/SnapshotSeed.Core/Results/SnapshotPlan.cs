using System.Collections.Immutable;

namespace SnapshotSeed.Results;

/// <summary>The steps that an export or import would take.</summary>
/// <param name="Steps">The steps as sentences, in order.</param>
public sealed record SnapshotPlan(ImmutableArray<string> Steps)
{
    /// <summary>The numbered steps, one per line.</summary>
    public override string ToString() => ReportText.Plan(Steps);
}
