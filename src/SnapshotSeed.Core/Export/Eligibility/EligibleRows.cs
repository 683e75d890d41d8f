using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>No row may lead to an excluded one; one added to a finished choice references chosen rows only.</summary>
internal sealed class EligibleRows(Sample sample)
{
    private readonly ExclusionFilter exclusion = new(sample);

    /// <summary>Of the row <c>c</c>. Within a cycle only on its own references: the choice sees the rest.</summary>
    /// <exception cref="SnapshotSeedException">Too many foreign key paths lead to excluded tables.</exception>
    public List<Sql> CandidateConditions(Table table) => exclusion.OnAllReferences(table);

    public bool IsEveryRow(Table table) => CandidateConditions(table).Count == 0;

    public bool MayReferenceExcluded(TableName table) => exclusion.MayReference(table);

    /// <summary>
    /// Every parent row is chosen or missing. Null if no row can pass: a mandatory parent table has no chosen row, or
    /// rows of the table bring others along, which only the choice does.
    /// </summary>
    public RowFilter? Additions(Table table)
    {
        if (!CanHaveAdditions(table))
            return null;
        var filter = new RowFilter();
        foreach (var key in Binding(table))
            filter.RequireChosen(table, key, sample.Table(key.ReferencedTable), sample[key.ReferencedTable]);
        foreach (var condition in exclusion.OnOwnReferences(table))
            filter.Require(condition);
        return filter;
    }

    private bool CanHaveAdditions(Table table) =>
        !sample.Plan.With.Any(key => key.ReferencedTable == table.Name)
        && sample
            .Graph.ReferencesOf(table.Name)
            .All(key => !sample[key.ReferencedTable].IsEmpty || !key.IsMandatory(table));

    /// <summary>The keys that not every row satisfies by itself.</summary>
    private IEnumerable<ForeignKey> Binding(Table table) =>
        sample
            .Graph.ReferencesOf(table.Name)
            .Where(key => !(key.IsValidated && sample[key.ReferencedTable].IsWholeTable && IsUnconditional(key)));

    private bool IsUnconditional(ForeignKey key) => sample.Table(key.ReferencedTable).Conditions.IsEmpty;
}
