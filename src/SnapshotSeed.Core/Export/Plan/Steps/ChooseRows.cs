using System.Collections.Immutable;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>Chooses among the candidates, in rounds with rising targets. Sends nothing to the server.</summary>
/// <param name="Rules">The tables, each before the tables that it references.</param>
internal sealed record ChooseRows(ImmutableArray<SampleRule> Rules) : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "choose";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Rules.Select(Of);

    private static string Of(SampleRule rule) => $"{rule.Table} {rule.Floor}..{rule.Limit}";
}
