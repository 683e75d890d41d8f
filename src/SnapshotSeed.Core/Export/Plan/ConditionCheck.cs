using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>The conditions that a user puts on rows.</summary>
internal static class ConditionCheck
{
    /// <summary>Tables with the conditions that were given for them; several for one have to hold together.</summary>
    /// <exception cref="SnapshotSeedException">A table does not exist, or is left out.</exception>
    public static ImmutableArray<Table> Apply(
        ImmutableArray<Table> tables,
        ExportOptions options,
        TableNameResolver resolver
    )
    {
        var conditions = options
            .Tables.Pairs(table => table.Where)
            .ToLookup(pair => Find(pair.Name, tables, resolver, Setting.Where).Name, pair => pair.Text);
        return
        [
            .. tables.Select(table =>
                conditions[table.Name].Aggregate(table, (all, condition) => With(all, condition, Setting.Where))
            ),
        ];
    }

    /// <summary>The tables with rows that are always taken.</summary>
    /// <exception cref="SnapshotSeedException">
    /// A table does not exist, or is left out, or a number is below zero.
    /// </exception>
    public static ImmutableArray<IncludedTable> Included(
        ImmutableArray<Table> tables,
        ExportOptions options,
        TableNameResolver resolver
    )
    {
        foreach (var include in options.Include.Where(include => include.Children < 0))
            throw new SnapshotSeedException(
                $"{Setting.Include}: {include.Table} may have {include.Children} children",
                "Give a number of rows, 0 or more.",
                FailureKind.WrongUsage
            );
        return
        [
            .. options.Include.Select(include =>
            {
                var table = Find(include.Table, tables, resolver, Setting.Include);
                return new IncludedTable(table.Name, include.Children)
                {
                    Rows = With(table, include.Where, Setting.Include),
                };
            }),
        ];
    }

    /// <summary>Tries the conditions before the first row is read.</summary>
    /// <exception cref="SnapshotSeedException">One is no SQL over its table, fails, or leaves no row.</exception>
    public static async Task CheckAsync(ExportPlan plan, Session session, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var table in plan.Tables.Concat(plan.Included.Select(included => included.Rows)))
        {
            if (!table.Conditions.IsEmpty && await ProblemAsync(table, session, cancellationToken) is { } problem)
                problems.Add($"{table.Name}: {problem}");
        }

        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "conditions cannot be met",
                problems,
                $"{Setting.Where} and {Setting.Include} take SQL over the table's own columns, for example \"orders: "
                    + $"status <> 'draft'\"; functions and types that are not PostgreSQL's own need their schema.",
                FailureKind.WrongUsage
            );
    }

    private static async Task<string?> ProblemAsync(Table table, Session session, CancellationToken cancellationToken)
    {
        var attempt = await UserCondition.TryAsync(session, RowCountSql.LosesAllRows(table), cancellationToken);
        return attempt switch
        {
            { Refusal: { } refusal } => $"the condition is refused: {UserCondition.Describe(refusal)}",
            { Answer: true } => "no row passes the condition",
            _ => null,
        };
    }

    private static Table Find(string name, ImmutableArray<Table> tables, TableNameResolver resolver, Setting setting)
    {
        var found = resolver.Resolve([name], setting).Single();
        return tables.FirstOrDefault(table => table.Name == found)
            ?? throw new SnapshotSeedException(
                $"{setting}: {found} is left out",
                $"Drop the condition, or see {Setting.Only}, {Setting.Schemas} and {Setting.Exclude}.",
                FailureKind.WrongUsage
            );
    }

    private static Table With(Table table, string condition, Setting setting) =>
        table with
        {
            Conditions = table.Conditions.Add(UserCondition.Parse(condition, $"{setting}: {table.Name}")),
        };
}
