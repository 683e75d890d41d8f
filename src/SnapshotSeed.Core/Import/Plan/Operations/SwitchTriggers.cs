using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Switches users' triggers off or on; PostgreSQL's own, such as those of foreign keys, stay on.</summary>
internal sealed record SwitchTriggers(ImmutableArray<TableName> Tables, bool On) : LoadOperation
{
    public override string Name => "triggers";

    public override string? Detail => On ? "on" : "off";

    public override IEnumerable<string> Subjects => Tables.Select(table => table.ToString());
}
