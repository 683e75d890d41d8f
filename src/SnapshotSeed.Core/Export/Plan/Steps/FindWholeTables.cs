using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>Whole tables have no more rows than their limit, and reference only such ones. One round trip.</summary>
internal sealed record FindWholeTables(ImmutableArray<SampleRule> Rules) : ExportStep
{
    public override string Name => "whole";

    public override IEnumerable<string> Subjects => Rules.Select(rule => $"{rule.Table} {rule.Limit}");
}
