using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds the tables that are taken whole: they have no more rows than their limit, and reference only such tables. No
/// later step looks for their rows. One round trip.
/// </summary>
internal sealed record FindWholeTables(ImmutableArray<SampleRule> Rules) : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "whole";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Rules.Select(rule => $"{rule.Table} {rule.Limit}");
}
