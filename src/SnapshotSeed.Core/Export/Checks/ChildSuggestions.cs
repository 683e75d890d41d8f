using System.Collections.Immutable;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Export.Checks;

internal static class ChildSuggestions
{
    /// <summary>Child tables by table: some candidates of theirs belong to chosen rows and were not chosen.</summary>
    public static ByTable<ImmutableArray<string>> Of(ChosenSample chosen)
    {
        var (sample, candidates, _) = chosen;
        return sample
            .Plan.Tables.SelectMany(table => sample.Graph.ReferencesOf(table.Name))
            .Where(key =>
                CompositionKeys.IsIdentifying(key, sample.Table(key.Table)) && !sample.Plan.With.Contains(key)
            )
            .Where(key => IsTorn(key, sample, candidates))
            .Select(key => (key.ReferencedTable.ToString(), key.Table.ToString()))
            .Distinct()
            .ToNamedTexts();
    }

    private static bool IsTorn(ForeignKey key, Sample sample, ICandidates candidates)
    {
        var (children, parents) = (sample[key.Table], sample[key.ReferencedTable]);
        return !children.IsWholeTable
            && !parents.IsWholeTable
            && candidates[key.Table]
                .Where(row => row.IsOpen && !children.Contains(row.Row))
                .Any(row =>
                    row.References.Any(other => other.Table == key.ReferencedTable && parents.Contains(other.Row))
                );
    }
}
