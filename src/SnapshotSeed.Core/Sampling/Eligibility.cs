using System.Globalization;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>Which rows may be chosen for themselves: those all of whose references are chosen, or missing.</summary>
internal sealed class Eligibility(Sample sample)
{
    // A condition is a subquery for each table on each way, one within the other.
    private const int MostWays = 1_000;
    private const int LongestWay = 100;

    private readonly ILookup<TableName, ForeignKey> unresolved = sample.Plan.UnresolvedKeys.ToLookup(key => key.Table);

    // The tables from which a way leads to a table that is left out.
    private readonly HashSet<TableName> leadsOut = sample.Plan.UnresolvedKeys.IsEmpty ? [] :
        [.. sample.Plan.Tables.Select(table => table.Name).Where(name => sample.Graph.WithReferenced([name]).Overlaps(sample.Plan.UnresolvedKeys.Select(key => key.Table)))];

    /// <summary>The conditions under which a row <c>c</c> may be chosen for itself.</summary>
    public List<string> Conditions(SamplingStatement statement, Table table) => Conditions(statement, table, Binding(table));

    /// <summary>The same, as far as these keys are concerned.</summary>
    public List<string> Conditions(SamplingStatement statement, Table table, IEnumerable<ForeignKey> binding) =>
    [
        .. binding.Select(key => SamplingSql.ReferencesChosen(statement, table, key, sample.Table(key.ReferencedTable), sample[key.ReferencedTable])),
        .. Unresolved(table),
    ];

    /// <summary>The keys that not every row satisfies by itself.</summary>
    public IEnumerable<ForeignKey> Binding(Table table) =>
        sample.Graph.ReferencesOf(table.Name).Where(key => !(key.IsValidated && sample[key.ReferencedTable].IsWholeTable));

    /// <summary>Whether every row may be chosen.</summary>
    public bool TakesAll(Table table) => !Binding(table).Any() && Unresolved(table).Count == 0;

    /// <summary>The conditions under which neither the row <c>c</c> nor what it references, directly or not, references a table that is left out.</summary>
    /// <exception cref="SnapshotSeedException">So many ways lead there, or such a long one, that the server could not plan the statement.</exception>
    public List<string> Unresolved(Table table)
    {
        var ways = 0;
        return unresolved.Count == 0 ? [] : Follow(table, "c", 1);

        List<string> Follow(Table from, string alias, int depth)
        {
            if (++ways > MostWays || depth > LongestWay)
            {
                throw new SnapshotSeedException(
                    $"too many or too long ways lead from {table.Name} to tables that are left out", "Leave out the tables between them, too, with --exclude.", FailureKind.WrongUsage);
            }

            var component = sample.Graph.ComponentOf(from.Name);
            if (!component.IsCycle)
                return OutOfComponent(from, alias, depth);

            var member = string.Create(CultureInfo.InvariantCulture, $"m{depth}");
            var members = component.Tables.Select(name => sample.Table(name)).Select(table => (table, OutOfComponent(table, member, depth))).ToList();
            var keys = component.Tables.SelectMany(sample.Graph.ReferencesOf).Where(sample.Graph.IsWithinComponent).ToList();
            return members.TrueForAll(pair => pair.Item2.Count == 0) ? [] : [SamplingSql.CycleReferencesOnly(from, alias, members, member, keys)];
        }

        List<string> OutOfComponent(Table from, string alias, int depth)
        {
            var conditions = unresolved[from.Name].Select(key => SamplingSql.IsNull(from, key, alias)).ToList();
            foreach (var key in sample.Graph.ReferencesOf(from.Name).Where(key => !sample.Graph.IsWithinComponent(key) && leadsOut.Contains(key.ReferencedTable)))
            {
                var referenced = sample.Table(key.ReferencedTable);
                var inner = string.Create(CultureInfo.InvariantCulture, $"r{depth}");
                if (Follow(referenced, inner, depth + 1) is { Count: > 0 } beyond)
                    conditions.Add(SamplingSql.ReferencesOnly(from, alias, key, referenced, inner, string.Join(" AND ", beyond)));
            }

            return conditions;
        }
    }

    /// <summary>Whether any row of a table can be chosen for itself: not when it must reference a table of which nothing is chosen.</summary>
    public bool IsPossible(Table table) => sample.Graph.ReferencesOf(table.Name).All(key =>
        sample[key.ReferencedTable].Count > 0 || key.OnlyInPartitions is not null || key.Columns.Any(column => table.Column(column).IsNullable));
}
