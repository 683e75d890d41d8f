using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>Tables without a <see cref="FillRows"/> step grow while read. One round trip for fifty tables.</summary>
internal sealed record ReadRows(ImmutableArray<SampleRule> Rules, ImmutableArray<TableName> After)
    : ScheduledStep(Rules, After)
{
    public override string Name => "read";
}
