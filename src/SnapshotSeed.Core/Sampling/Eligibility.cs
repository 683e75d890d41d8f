using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Which rows may be chosen for themselves: those all of whose references are chosen, or missing. What is chosen never
/// leads to a table that is left out.
/// </summary>
internal sealed class Eligibility(Sample sample, WaysOut waysOut)
{
    /// <summary>The conditions under which a row <c>c</c> may be chosen for itself.</summary>
    public List<string> Conditions(SamplingStatement statement, Table table) =>
        Conditions(statement, table, Binding(table));

    /// <summary>The same, as far as these keys are concerned.</summary>
    public List<string> Conditions(SamplingStatement statement, Table table, IEnumerable<ForeignKey> binding) =>
        [
            .. binding.Select(key =>
                SamplingSql.ReferencesChosen(
                    statement,
                    table,
                    key,
                    sample.Table(key.ReferencedTable),
                    sample[key.ReferencedTable]
                )
            ),
            .. waysOut.Direct(table),
        ];

    /// <summary>The keys that not every row satisfies by itself.</summary>
    public IEnumerable<ForeignKey> Binding(Table table) =>
        sample
            .Graph.ReferencesOf(table.Name)
            .Where(key => !(key.IsValidated && sample[key.ReferencedTable].IsWholeTable));

    /// <summary>Whether every row may be chosen.</summary>
    public bool TakesAll(Table table) => !Binding(table).Any() && waysOut.Direct(table).Count == 0;

    /// <summary>
    /// Whether any row of a table can be chosen for itself: not when it must reference a table of which nothing is
    /// chosen.
    /// </summary>
    public bool IsPossible(Table table) =>
        sample
            .Graph.ReferencesOf(table.Name)
            .All(key =>
                sample[key.ReferencedTable].Count > 0
                || key.OnlyInPartitions is not null
                || key.Columns.Any(column => table.Column(column).IsNullable)
            );
}
