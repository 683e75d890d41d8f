using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>
/// Takes eligible rows as they come, up to the limit of their table, and lets chosen ones among them pass. Pure.
/// </summary>
internal sealed class AdmittedRows(ChosenRows chosen, int limit)
{
    private readonly HashSet<RowId> awaited = [.. chosen.Rows];
    private readonly HashSet<RowId> added = [];

    /// <summary>The rows that were not chosen before.</summary>
    public IReadOnlyCollection<RowId> Added => added;

    /// <summary>The rows that can be added of some that come in order.</summary>
    public static IReadOnlyCollection<RowId> Of(ChosenRows chosen, int limit, IEnumerable<RowId> eligible)
    {
        var admitted = new AdmittedRows(chosen, limit);
        foreach (var row in eligible)
            admitted.Admits(row);
        return admitted.Added;
    }

    /// <param name="row">A row. One may come twice.</param>
    /// <returns>Whether it belongs to the sample and comes for the first time.</returns>
    public bool Admits(RowId row) =>
        awaited.Remove(row) || (chosen.Count + added.Count < limit && !chosen.Contains(row) && added.Add(row));
}
