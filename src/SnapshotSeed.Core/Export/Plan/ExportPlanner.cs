using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

internal static class ExportPlanner
{
    /// <exception cref="SnapshotSeedException">A limit below zero, an unknown name, or an unreadable table.</exception>
    public static ExportPlan Plan(DatabaseCatalog catalog, ExportOptions options)
    {
        SampleRuleBuilder.CheckNumbers(options);
        var resolver = new TableNameResolver(
            catalog.Tables.Select(table => table.Name),
            options.Groups,
            catalog.Others,
            catalog.PartitionsOf
        );
        catalog = SkippedColumns.Apply(catalog, options, resolver);
        var scope = ExportScope.Of(catalog, options, resolver);
        var graph = DependencyGraph.Build(scope.Tables, catalog.ForeignKeys);
        var tables = ConditionCheck.Apply(
            [.. graph.Components.SelectMany(component => component.Tables).Select(name => catalog[name])],
            options,
            resolver
        );

        ReadPrivilegeCheck.Check(tables);
        RowPlaceCheck.Check(tables);
        var unresolved = UnresolvedKeyCheck.KeysOf(tables, scope);
        var rules = SampleRuleBuilder.Of(options, resolver, tables, scope.Sampled);
        var referencingExcluded = ReferencingExcluded(tables, graph, unresolved);
        var with = CompositionKeys.KeysOf(tables, options, resolver);
        var included = ConditionCheck.Included(tables, options, resolver);
        var choices = OrdersByTable(tables, options, resolver);
        var orders = tables.ToDictionary(table => table.Name, table => TableOrders.Of(table, choices[table.Name]));
        var covered = choices.Where(pair => pair.Value.Kind == OrderKind.Coverage).Select(pair => pair.Key).ToHashSet();
        var bringing = with.Select(key => key.ReferencedTable).ToHashSet();
        // An index leads to all child rows that the first rows leave out, by whatever they reference.
        var indexed = tables
            .Where(table => !bringing.Contains(table.Name))
            .Where(table => rules[table.Name].IsSmall && graph.ReferencesOf(table.Name).All(table.LeadsToChildren))
            .Select(table => table.Name)
            .ToHashSet();
        var filledApart = tables
            .Where(table => !CanGrowWhileRead(table, graph, orders[table.Name]))
            .Select(table => table.Name)
            .ToHashSet();
        var windows = CandidateWindows.Of(graph, rules, referencingExcluded, covered, indexed);
        return new ExportPlan(
            tables,
            rules,
            [.. ExportStepPlanner.Of(graph, rules, windows, included, with, covered, filledApart)]
        )
        {
            Graph = graph,
            Orders = orders,
            Covered = covered,
            Spreads = tables
                .Where(table => rules[table.Name].Limit > 0)
                .Select(table => (table.Name, Spread: PartitionSpread.Of(table, choices[table.Name])))
                .Where(pair => pair.Spread is not null)
                .ToImmutableDictionary(pair => pair.Name, pair => pair.Spread!),
            UnresolvedKeys = unresolved,
            Excluded = [.. scope.Excluded],
            ReferencingExcluded = referencingExcluded,
        };
    }

    /// <summary>
    /// Not within a cycle, which grows in rounds; nor where places may be ambiguous, which shows only if more rows are
    /// read than were chosen; nor where rows are written in another order than they are chosen.
    /// </summary>
    private static bool CanGrowWhileRead(Table table, DependencyGraph graph, TableOrders orders) =>
        !graph.ComponentOf(table.Name).IsCycle && table.ForeignPartitions.IsEmpty && orders.AreOne;

    private static Dictionary<TableName, Order> OrdersByTable(
        ImmutableArray<Table> tables,
        ExportOptions options,
        TableNameResolver resolver
    )
    {
        var common = CheckedOrder(options.Order, tables);
        var own = resolver.ByTable(
            from table in options.Tables
            where table.Value.Order is not null
            select KeyValuePair.Create(table.Key, table.Value.Order),
            Setting.Order
        );
        return tables.ToDictionary(table => table.Name, table => own.GetValueOrDefault(table.Name, common));
    }

    private static Order CheckedOrder(Order order, ImmutableArray<Table> tables)
    {
        if (
            order is { Kind: OrderKind.Newest, Argument: { } name }
            && !tables.Any(table => table.Columns.Any(column => column.Name == name))
        )
            throw new SnapshotSeedException(
                $"{Setting.Order}: no table has a column {name}",
                "Name a column of at least one table. Tables without it are ordered by key.",
                FailureKind.WrongUsage
            );
        return order;
    }

    private static ImmutableHashSet<TableName> ReferencingExcluded(
        ImmutableArray<Table> tables,
        DependencyGraph graph,
        ImmutableArray<ForeignKey> unresolved
    )
    {
        var filtered = tables.Where(table => !table.Conditions.IsEmpty).Select(table => table.Name).ToHashSet();
        return
        [
            .. unresolved
                .Concat(
                    tables
                        .SelectMany(table => graph.ReferencesOf(table.Name))
                        .Where(key => filtered.Contains(key.ReferencedTable))
                )
                .Select(key => key.Table),
        ];
    }
}
