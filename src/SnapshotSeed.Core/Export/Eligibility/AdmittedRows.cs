using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>Takes eligible rows as they come, up to the limit of their table; chosen ones pass.</summary>
internal sealed class AdmittedRows(ChosenRows chosen, int limit)
{
    private readonly HashSet<RowId> awaited = [.. chosen.Rows];
    private readonly HashSet<RowId> added = [];

    public IReadOnlyCollection<RowId> Added => added;

    public static IReadOnlyCollection<RowId> Of(ChosenRows chosen, int limit, IEnumerable<RowId> eligible)
    {
        var admitted = new AdmittedRows(chosen, limit);
        foreach (var row in eligible)
            admitted.Admits(row);
        return admitted.Added;
    }

    /// <returns>Whether it belongs to the sample and comes for the first time.</returns>
    public bool Admits(RowId row) =>
        awaited.Remove(row) || (chosen.Count + added.Count < limit && !chosen.Contains(row) && added.Add(row));
}
