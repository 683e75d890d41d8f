using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>Adds rows to tables that cannot grow while they are read. One round trip; for cycles several.</summary>
internal sealed record FillRows(ImmutableArray<SampleRule> Rules, ImmutableArray<TableName> After)
    : ScheduledStep(Rules, After)
{
    public override string Name => "fill";
}
