using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>
/// The one place that decides which rows of a table may be taken: no row may lead to an excluded one, and a row that is
/// added to a finished choice may reference chosen rows only.
/// </summary>
internal sealed class EligibleRows(Sample sample)
{
    private readonly ExclusionFilter exclusion = new(sample);

    /// <summary>
    /// The conditions on the row <c>c</c> of a candidate. Within a cycle they ask only for its own references: the
    /// choice sees the rest.
    /// </summary>
    /// <exception cref="SnapshotSeedException">Too many foreign key paths lead to excluded tables.</exception>
    public List<Sql> CandidateConditions(Table table) => exclusion.OnAllReferences(table);

    /// <summary>Whether every row may be a candidate.</summary>
    /// <exception cref="SnapshotSeedException">Too many foreign key paths lead to excluded tables.</exception>
    public bool IsEveryRow(Table table) => CandidateConditions(table).Count == 0;

    /// <summary>Whether rows of a table may lead to an excluded one.</summary>
    public bool MayReferenceExcluded(TableName table) => exclusion.MayReference(table);

    /// <summary>
    /// The filter for rows that are added to the choice: every parent row is chosen or missing. Null if no row can
    /// pass: a mandatory parent table has no chosen row, or rows of the table bring others along, which only the choice
    /// does.
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

    /// <summary>Whether all rows of the referenced table count.</summary>
    private bool IsUnconditional(ForeignKey key) => sample.Table(key.ReferencedTable).Conditions.IsEmpty;
}
