using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>Neither a row nor its parent rows, at any distance, may reference an excluded table or row.</summary>
internal sealed class ExclusionFilter(Sample sample)
{
    // A condition is a subquery for each table on each path, one within the other: more than the server can plan.
    private const int MostPaths = 1_000;
    private const int LongestPath = 100;

    private static readonly Sql Row = $"c";

    private readonly ILookup<TableName, ForeignKey> unresolved = sample.Plan.UnresolvedKeys.ToLookup(key => key.Table);
    private readonly HashSet<TableName> restricted = TablesOf(sample.Plan);

    public bool MayReference(TableName table) => restricted.Contains(table);

    public List<Sql> OnOwnReferences(Table table) => OnOwnReferences(table, Row);

    /// <summary>Not on the parent rows of a cycle, which are known once the candidates are.</summary>
    /// <exception cref="SnapshotSeedException">There are too many paths, or too long ones.</exception>
    public List<Sql> OnAllReferences(Table table)
    {
        var paths = 0;
        return Follow(table, Row, 1, ref paths);
    }

    private List<Sql> OnOwnReferences(Table table, Sql row) =>
        [.. unresolved[table.Name].Select(key => key.IsMissing(table, row))];

    private List<Sql> Follow(Table table, Sql row, int depth, ref int paths)
    {
        if (!restricted.Contains(table.Name))
            return [];
        if (++paths > MostPaths || depth > LongestPath)
        {
            throw new SnapshotSeedException(
                $"too many foreign key paths through {table.Name} to excluded tables",
                $"Exclude the tables between them, too, with {Setting.Exclude}.",
                FailureKind.WrongUsage
            );
        }

        var conditions = OnOwnReferences(table, row);
        Sql alias = $"r{depth}";
        foreach (var key in sample.Graph.ReferencesOf(table.Name))
        {
            var referenced = sample.Table(key.ReferencedTable);
            var beyond = sample.Graph.IsWithinComponent(key) ? [] : Follow(referenced, alias, depth + 1, ref paths);
            if (beyond.Count > 0 || !referenced.Conditions.IsEmpty)
                conditions.Add(key.ReferencesOnly(table, row, referenced, alias, Sql.All(beyond)));
        }

        return conditions;
    }

    private static HashSet<TableName> TablesOf(ExportPlan plan) =>
        plan.ReferencingExcluded.Count == 0
            ? []
            :
            [
                .. plan
                    .Tables.Select(table => table.Name)
                    .Where(name => plan.Graph.WithReferenced([name]).Overlaps(plan.ReferencingExcluded)),
            ];
}
