using SnapshotSeed.Matching;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>How the ids of labels are found; <paramref name="Id"/> is the column with the labels.</summary>
internal sealed record IdLookup(TableLoad Load, string Id)
{
    /// <summary>Whether rows that are not there will be.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>Whether the rows are compared as well, so that they need not be matched again.</summary>
    public bool Matches { get; init; }

    public override string ToString() => $"{Load.Table.Name} by {string.Join(", ", Load.Key!.Columns)}";
}
