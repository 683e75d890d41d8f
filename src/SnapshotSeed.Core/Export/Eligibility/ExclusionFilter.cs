using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>
/// The conditions under which rows do not lead to what is left out: neither they nor what they reference, directly or
/// not, reference a table that is, or a row that fails its table's condition.
/// </summary>
internal sealed class ExclusionFilter(Sample sample)
{
    // A condition is a subquery for each table on each way, one within the other.
    private const int MostWays = 1_000;
    private const int LongestWay = 100;

    private static readonly Sql Row = $"c";

    private readonly ILookup<TableName, ForeignKey> leaving = sample.Plan.UnresolvedKeys.ToLookup(key => key.Table);

    // The tables from which a way leads out.
    private readonly HashSet<TableName> leadsOut = Of(sample.Plan);

    /// <summary>Whether rows of a table can lead to a table that is left out.</summary>
    public bool LeadOut(TableName table) => leadsOut.Contains(table);

    /// <summary>The conditions on the row <c>c</c> by itself.</summary>
    public List<Sql> Direct(Table table) => Direct(table, Row);

    /// <summary>
    /// The conditions on the row <c>c</c> and all that it references, but for what that references within cycles: where
    /// such ways lead is known once the candidates are.
    /// </summary>
    /// <exception cref="SnapshotSeedException">
    /// So many ways lead out, or such a long one, that the server could not plan the statement.
    /// </exception>
    public List<Sql> Conditions(Table table)
    {
        var ways = 0;
        return Follow(table, Row, 1, ref ways);
    }

    private List<Sql> Direct(Table table, Sql row) => [.. leaving[table.Name].Select(key => key.IsMissing(table, row))];

    private List<Sql> Follow(Table table, Sql row, int depth, ref int ways)
    {
        if (!leadsOut.Contains(table.Name))
            return [];
        if (++ways > MostWays || depth > LongestWay)
        {
            throw new SnapshotSeedException(
                $"too many or too long ways lead over {table.Name} to tables that are left out",
                $"Leave out the tables between them, too, with {Setting.Exclude}.",
                FailureKind.WrongUsage
            );
        }

        var conditions = Direct(table, row);
        Sql alias = $"r{depth}";
        foreach (var key in sample.Graph.ReferencesOf(table.Name))
        {
            var referenced = sample.Table(key.ReferencedTable);
            var beyond = sample.Graph.IsWithinComponent(key) ? [] : Follow(referenced, alias, depth + 1, ref ways);
            if (beyond.Count > 0 || !referenced.Conditions.IsEmpty)
                conditions.Add(key.ReferencesOnly(table, row, referenced, alias, Sql.All(beyond)));
        }

        return conditions;
    }

    private static HashSet<TableName> Of(ExportPlan plan)
    {
        var exits = plan.Exits;
        return exits.Count == 0
            ? []
            :
            [
                .. plan
                    .Tables.Select(table => table.Name)
                    .Where(name => plan.Graph.WithReferenced([name]).Overlaps(exits)),
            ];
    }
}
