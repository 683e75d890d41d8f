using System.Collections.Immutable;

namespace SnapshotSeed.Results;

/// <summary>What an export or import would do.</summary>
/// <param name="Steps">The steps in words, in order.</param>
public sealed record SnapshotPlan(ImmutableArray<string> Steps)
{
    /// <summary>The steps, numbered, one a line.</summary>
    public override string ToString() => ReportText.Plan(Steps);
}
