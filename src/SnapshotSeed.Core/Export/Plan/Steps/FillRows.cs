using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Adds rows to tables that cannot grow while they are read: the first rows whose parent rows are all chosen. These are
/// the tables of cycles, where each round makes other rows eligible, tables with foreign partitions, and tables whose
/// rows are chosen in another order than they are written. One round trip; for cycles several.
/// </summary>
internal sealed record FillRows(ImmutableArray<SampleRule> Rules, ImmutableArray<TableName> After)
    : ScheduledStep(Rules, After)
{
    /// <inheritdoc/>
    public override string Name => "fill";
}
