using System.Collections.Immutable;
using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Makes sure that values which are cast to another type, or moved in time, arrive whole. Asks only.
/// </summary>
/// <param name="Tables">The tables with such columns.</param>
internal sealed record CheckValues(ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string? Detail => "values";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.SelectMany(Columns);

    private static IEnumerable<string> Columns(TableLoad load) =>
        load
            .Columns.Where(column => column.Conversion is not null)
            .Select(column => $"{load.Table.Name}.{column.Target.Name}");
}
