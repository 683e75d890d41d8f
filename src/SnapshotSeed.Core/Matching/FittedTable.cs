using System.Collections.Immutable;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Matching;

/// <summary>A file of a snapshot as far as it fits its table in a target.</summary>
/// <param name="File">The file, without the columns that the target lacks.</param>
internal sealed record FittedTable(SnapshotTable File)
{
    /// <summary>What happens to the values of columns before they are the target's, by column.</summary>
    public ImmutableDictionary<string, ColumnConversion> Conversions { get; init; } =
        ImmutableDictionary<string, ColumnConversion>.Empty;

    /// <summary>The same with a column's conversion changed.</summary>
    public FittedTable With(string column, Func<ColumnConversion, ColumnConversion> change) =>
        this with
        {
            Conversions = Conversions.SetItem(column, change(Conversions.GetValueOrDefault(column) ?? new())),
        };
}
