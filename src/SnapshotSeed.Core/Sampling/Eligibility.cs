using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>Which rows may be chosen for themselves: those all of whose references are chosen, or missing.</summary>
internal sealed class Eligibility(Sample sample)
{
    private const long MostPlansOfACondition = 4_096;

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

    /// <summary>
    /// The conditions under which neither the row <c>c</c> nor what it references, directly or not, references a table that is left out. A cycle is followed
    /// once around; <see cref="SampleGuards"/> looks at the outcome.
    /// </summary>
    /// <exception cref="SnapshotSeedException">So many ways lead there that the server could not plan the statement.</exception>
    public List<string> Unresolved(Table table)
    {
        var plans = 0L;
        return unresolved.Count == 0 ? [] : Follow(table, "c", [table.Name]);

        List<string> Follow(Table from, string alias, ImmutableHashSet<TableName> visited)
        {
            // PostgreSQL plans a subquery under OR twice, and with it all that is within.
            plans += 1L << Math.Min(visited.Count, 40);
            if (plans > MostPlansOfACondition)
            {
                throw new SnapshotSeedException(
                    $"too many ways lead from {table.Name} to tables that are left out", "Leave out the tables between them, too, with --exclude.", FailureKind.WrongUsage);
            }

            var conditions = unresolved[from.Name].Select(key => SamplingSql.IsNull(from, key, alias)).ToList();
            foreach (var key in sample.Graph.ReferencesOf(from.Name).Where(key => !visited.Contains(key.ReferencedTable) && leadsOut.Contains(key.ReferencedTable)))
            {
                var referenced = sample.Table(key.ReferencedTable);
                var inner = $"{alias}{visited.Count}";
                if (Follow(referenced, inner, visited.Add(referenced.Name)) is { Count: > 0 } beyond)
                    conditions.Add(SamplingSql.ReferencesOnly(from, alias, key, referenced, inner, string.Join(" AND ", beyond)));
            }

            return conditions;
        }
    }

    /// <summary>Whether any row of a table can be chosen for itself: not when it must reference a table of which nothing is chosen.</summary>
    public bool IsPossible(Table table) => sample.Graph.ReferencesOf(table.Name).All(key =>
        sample[key.ReferencedTable].Count > 0 || key.OnlyInPartitions is not null || key.Columns.Any(column => table.Column(column).IsNullable));
}
