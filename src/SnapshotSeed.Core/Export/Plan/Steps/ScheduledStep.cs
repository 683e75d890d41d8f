using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Two sessions may run such steps at the same time. A step waits for earlier <see cref="FillRows"/> steps of its
/// tables, and, if one of them is below its limit, for the rows of the tables in <paramref name="After"/>.
/// </summary>
internal abstract record ScheduledStep(ImmutableArray<SampleRule> Rules, ImmutableArray<TableName> After) : ExportStep
{
    public IEnumerable<TableName> Tables => Rules.Select(rule => rule.Table);

    public override string? Detail => After.IsEmpty ? null : $"after {string.Join(", ", After)}, where below the limit";

    public override IEnumerable<string> Subjects => Rules.Select(rule => $"{rule.Table} {rule.Limit}");
}
