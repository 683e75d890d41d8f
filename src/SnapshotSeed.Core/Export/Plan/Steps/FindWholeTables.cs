using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds the tables that are taken whole: those with no more rows than their limit that reference only such tables. No
/// row of theirs is chosen, and no reference to them is followed. One round trip.
/// </summary>
/// <param name="Rules">The tables that may be.</param>
internal sealed record FindWholeTables(ImmutableArray<SampleRule> Rules) : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "whole";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Rules.Select(rule => $"{rule.Table} {rule.Limit}");
}
