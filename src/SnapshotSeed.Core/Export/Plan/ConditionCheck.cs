using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

internal static class ConditionCheck
{
    /// <summary>The tables with their conditions. Of several conditions on a table all have to hold.</summary>
    /// <exception cref="SnapshotSeedException">A table does not exist, or is excluded.</exception>
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

    /// <exception cref="SnapshotSeedException">A table is unknown or excluded, or a number is below zero.</exception>
    public static ImmutableArray<IncludedTable> Included(
        ImmutableArray<Table> tables,
        ExportOptions options,
        TableNameResolver resolver
    )
    {
        foreach (var include in options.Include.Where(include => include.Children < 0))
            throw new SnapshotSeedException(
                $"{Setting.Include}: {include.Children} children of {include.Table}",
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

    /// <exception cref="SnapshotSeedException">A condition is not valid SQL, fails, or matches no row.</exception>
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
                "conditions fail or match no row",
                problems,
                $"Give {Setting.Where} and {Setting.Include} SQL over the columns of the table, for example \"orders: "
                    + $"status <> 'draft'\". Functions and types outside pg_catalog need their schema.",
                FailureKind.WrongUsage
            );
    }

    private static async Task<string?> ProblemAsync(Table table, Session session, CancellationToken cancellationToken)
    {
        var attempt = await UserCondition.TryAsync(session, RowCountSql.LosesAllRows(table), cancellationToken);
        return attempt switch
        {
            { Refusal: { } refusal } => $"the condition fails: {UserCondition.Describe(refusal)}",
            { Answer: true } => "no row matches the condition",
            _ => null,
        };
    }

    private static Table Find(string name, ImmutableArray<Table> tables, TableNameResolver resolver, Setting setting)
    {
        var found = resolver.Resolve([name], setting).Single();
        return tables.FirstOrDefault(table => table.Name == found)
            ?? throw new SnapshotSeedException(
                $"{setting}: {found} is excluded",
                $"Remove the condition, or change {Setting.Only}, {Setting.Schemas} or {Setting.Exclude}.",
                FailureKind.WrongUsage
            );
    }

    private static Table With(Table table, string condition, Setting setting) =>
        table with
        {
            Conditions = table.Conditions.Add(UserCondition.Parse(condition, $"{setting}: {table.Name}")),
        };
}
