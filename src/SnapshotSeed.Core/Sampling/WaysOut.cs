using System.Globalization;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>
/// The conditions under which rows do not lead to a table that is left out: neither they nor what they reference,
/// directly or not, reference one.
/// </summary>
internal sealed class WaysOut(Sample sample)
{
    // A condition is a subquery for each table on each way, one within the other.
    private const int MostWays = 1_000;
    private const int LongestWay = 100;

    private readonly ILookup<TableName, ForeignKey> leaving = sample.Plan.UnresolvedKeys.ToLookup(key => key.Table);

    // The tables from which a way leads out.
    private readonly HashSet<TableName> leadsOut = sample.Plan.UnresolvedKeys.IsEmpty
        ? []
        :
        [
            .. sample
                .Plan.Tables.Select(table => table.Name)
                .Where(name =>
                    sample.Graph.WithReferenced([name]).Overlaps(sample.Plan.UnresolvedKeys.Select(key => key.Table))
                ),
        ];

    /// <summary>The conditions on the row <c>c</c> by itself.</summary>
    public List<string> Direct(Table table) => Direct(table, "c");

    /// <summary>The conditions on the row <c>c</c> and all that it references.</summary>
    /// <exception cref="SnapshotSeedException">
    /// So many ways lead out, or such a long one, that the server could not plan the statement.
    /// </exception>
    public List<string> Conditions(Table table)
    {
        var ways = 0;
        return Follow(table, "c", 1, ref ways);
    }

    /// <summary>The same without what it references within its cycle.</summary>
    /// <exception cref="SnapshotSeedException">
    /// So many ways lead out, or such a long one, that the server could not plan the statement.
    /// </exception>
    public List<string> BeyondCycle(Table table)
    {
        var ways = 0;
        return BeyondCycle(table, "c", 1, ref ways);
    }

    private List<string> Direct(Table table, string alias) =>
        [.. leaving[table.Name].Select(key => SamplingSql.IsNull(table, key, alias))];

    private List<string> Follow(Table table, string alias, int depth, ref int ways)
    {
        if (!leadsOut.Contains(table.Name))
            return [];
        if (++ways > MostWays || depth > LongestWay)
        {
            throw new SnapshotSeedException(
                $"too many or too long ways lead over {table.Name} to tables that are left out",
                "Leave out the tables between them, too, with --exclude.",
                FailureKind.WrongUsage
            );
        }

        var component = sample.Graph.ComponentOf(table.Name);
        if (!component.IsCycle)
            return BeyondCycle(table, alias, depth, ref ways);

        var member = string.Create(CultureInfo.InvariantCulture, $"m{depth}");
        var members = new List<(Table, List<string>)>();
        foreach (var name in component.Tables)
            members.Add((sample.Table(name), BeyondCycle(sample.Table(name), member, depth, ref ways)));
        return
        [
            SamplingSql.CycleReferencesOnly(
                table,
                alias,
                members,
                member,
                [.. component.Tables.SelectMany(sample.Graph.ReferencesOf).Where(sample.Graph.IsWithinComponent)]
            ),
        ];
    }

    private List<string> BeyondCycle(Table table, string alias, int depth, ref int ways)
    {
        var conditions = Direct(table, alias);
        var referenced = string.Create(CultureInfo.InvariantCulture, $"r{depth}");
        foreach (var key in sample.Graph.ReferencesOf(table.Name).Where(key => !sample.Graph.IsWithinComponent(key)))
        {
            if (Follow(sample.Table(key.ReferencedTable), referenced, depth + 1, ref ways) is { Count: > 0 } beyond)
                conditions.Add(
                    SamplingSql.ReferencesOnly(
                        table,
                        alias,
                        key,
                        sample.Table(key.ReferencedTable),
                        referenced,
                        string.Join(" AND ", beyond)
                    )
                );
        }

        return conditions;
    }
}
