using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>
/// Which rows may be chosen for themselves: those all of whose references are chosen, or missing. What is chosen never
/// leads to a table that is left out.
/// </summary>
internal sealed class EligibleRows(Sample sample, ExclusionFilter waysOut)
{
    /// <summary>The conditions under which a row may be chosen for itself.</summary>
    public RowFilter Filter(Table table)
    {
        var filter = new RowFilter();
        foreach (var key in Binding(table))
            filter.RequireChosen(table, key, sample.Table(key.ReferencedTable), sample[key.ReferencedTable]);
        foreach (var condition in waysOut.Direct(table))
            filter.Require(condition);
        return filter;
    }

    /// <summary>
    /// Whether any row of a table can be chosen for itself: not when it must reference a table of which nothing is
    /// chosen, nor when it brings rows along, which only the choice does.
    /// </summary>
    public bool IsPossible(Table table) =>
        !sample.Plan.With.Any(key => key.ReferencedTable == table.Name)
        && sample
            .Graph.ReferencesOf(table.Name)
            .All(key => !sample[key.ReferencedTable].IsEmpty || !key.IsMandatory(table));

    /// <summary>The keys that not every row satisfies by itself.</summary>
    private IEnumerable<ForeignKey> Binding(Table table) =>
        sample
            .Graph.ReferencesOf(table.Name)
            .Where(key => !(key.IsValidated && sample[key.ReferencedTable].IsWholeTable && IsUnconditional(key)));

    /// <summary>Whether all rows of the referenced table count.</summary>
    private bool IsUnconditional(ForeignKey key) => sample.Table(key.ReferencedTable).Conditions.IsEmpty;
}
