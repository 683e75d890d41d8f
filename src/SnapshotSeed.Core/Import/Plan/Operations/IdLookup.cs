using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>How the ids of a table's labels are found.</summary>
/// <param name="Load">The table's rows, with their labels and natural key.</param>
/// <param name="Id">The column with the labels.</param>
internal sealed record IdLookup(TableLoad Load, string Id)
{
    /// <summary>Whether rows that are not there will be.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>Whether the rows are compared as well, so that they need not be matched again.</summary>
    public bool Matches { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Load.Table.Name} by {string.Join(", ", Load.Key!.Columns)}";
}
