using System.Collections.Immutable;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Matching;

/// <summary>A file of a snapshot, without the columns that its table in the target lacks.</summary>
internal sealed record FittedTable(SnapshotTable File)
{
    /// <summary>By column.</summary>
    public ImmutableDictionary<string, ColumnConversion> Conversions { get; init; } =
        ImmutableDictionary<string, ColumnConversion>.Empty;

    public FittedTable With(string column, Func<ColumnConversion, ColumnConversion> change) =>
        this with
        {
            Conversions = Conversions.SetItem(column, change(Conversions.GetValueOrDefault(column) ?? new())),
        };
}
