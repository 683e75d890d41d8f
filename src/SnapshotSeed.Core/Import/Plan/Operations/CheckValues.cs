using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Makes sure that values which are cast or moved in time arrive whole. Asks only.</summary>
internal sealed record CheckValues(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    public override string Name => "check";

    public override string? Detail => "values";

    public override IEnumerable<string> Subjects => Tables.SelectMany(Columns);

    private static IEnumerable<string> Columns(TableLoad load) =>
        load
            .Columns.Where(column => column.Conversion is not null)
            .Select(column => $"{load.Table.Name}.{column.Target.Name}");
}
