using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// A step at the end of a plan. Two sessions may run such steps at the same time. A step waits for two things: earlier
/// <see cref="FillRows"/> steps of its own tables, and, if one of its tables is below its limit, the rows of the tables
/// in
/// <paramref name="After"/>. A full table needs nothing from them.
/// </summary>
/// <param name="Rules">The rules of its tables.</param>
/// <param name="After">The referenced tables that earlier steps read.</param>
internal abstract record ScheduledStep(ImmutableArray<SampleRule> Rules, ImmutableArray<TableName> After) : ExportStep
{
    public IEnumerable<TableName> Tables => Rules.Select(rule => rule.Table);

    /// <inheritdoc/>
    public override string? Detail => After.IsEmpty ? null : $"after {string.Join(", ", After)}, where below the limit";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Rules.Select(rule => $"{rule.Table} {rule.Limit}");
}
