using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Reads the rows of tables into their files. A table below its limit that has no <see cref="FillRows"/> step grows
/// while it is read, by the first rows whose parent rows are all chosen: that saves a statement for each table. One
/// round trip for fifty tables.
/// </summary>
internal sealed record ReadRows(ImmutableArray<SampleRule> Rules, ImmutableArray<TableName> After)
    : ScheduledStep(Rules, After)
{
    /// <inheritdoc/>
    public override string Name => "read";
}
