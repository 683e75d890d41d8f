using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>Chooses in rounds with rising targets. Each rule comes before those of referenced tables.</summary>
internal sealed record ChooseRows(ImmutableArray<SampleRule> Rules) : ExportStep
{
    public override string Name => "choose";

    public override IEnumerable<string> Subjects => Rules.Select(Of);

    private static string Of(SampleRule rule) => $"{rule.Table} {rule.Floor}..{rule.Limit}";
}
