using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Export.Rows;

/// <summary>
/// Chooses rows as they come: in order, among them all that are chosen already, and others that may be. Pure.
/// </summary>
/// <param name="chosen">What is chosen already.</param>
/// <param name="limit">The size to reach.</param>
internal sealed class AdmittedRows(ChosenRows chosen, int limit)
{
    private readonly HashSet<RowId> awaited = [.. chosen.Rows];
    private readonly HashSet<RowId> added = [];

    /// <summary>The rows that were not chosen before.</summary>
    public IReadOnlyCollection<RowId> Added => added;

    /// <param name="row">A row. One may come twice.</param>
    /// <returns>Whether it belongs to the sample and comes for the first time.</returns>
    public bool Admits(RowId row) =>
        awaited.Remove(row) || (chosen.Count + added.Count < limit && !chosen.Contains(row) && added.Add(row));
}
