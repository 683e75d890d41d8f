using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>Decides what an export takes and in which order. Pure: a catalog and options in, a plan out.</summary>
internal static class ExportPlanner
{
    /// <exception cref="SnapshotSeedException">
    /// A limit is below zero, a named table or schema does not exist, or a table may not be read.
    /// </exception>
    public static ExportPlan Plan(DatabaseCatalog catalog, ExportOptions options)
    {
        SampleRuleBuilder.CheckNumbers(options);
        var resolver = new TableNameResolver(
            catalog.Tables.Select(table => table.Name),
            options.Groups,
            catalog.Others
        );
        catalog = SkippedColumns.Apply(catalog, options, resolver);
        var scope = ExportScope.Of(catalog, options, resolver);
        var graph = DependencyGraph.Build(scope.Tables, catalog.ForeignKeys);
        var tables = ConditionCheck.Apply(
            [.. graph.Components.SelectMany(component => component.Tables).Select(name => catalog[name])],
            options,
            resolver
        );

        ReadPrivileges.Check(tables);
        RowPlaces.Check(tables);
        var unresolved = UnresolvedKeys.Of(tables, scope);
        var rules = SampleRuleBuilder.Of(options, resolver, tables, scope.Sampled);
        var exits = Exits(tables, graph, unresolved);
        var with = CompositionKeys.KeysOf(tables, options, resolver);
        var included = ConditionCheck.Included(tables, options, resolver);
        var order = Checked(options.Order, tables);
        var orders = resolver.ByTable(
            from table in options.Tables
            where table.Value.Order is not null
            select KeyValuePair.Create(table.Key, table.Value.Order),
            Setting.Order
        );
        var covered = scope
            .Tables.Where(table => orders.GetValueOrDefault(table, order).Kind == OrderKind.Coverage)
            .ToHashSet();
        var bringing = with.Select(key => key.ReferencedTable).ToHashSet();
        var found = tables
            .Where(table => !bringing.Contains(table.Name))
            .Where(table => rules[table.Name].IsSmall && graph.ReferencesOf(table.Name).All(table.LeadsToChildren))
            .Select(table => table.Name)
            .ToHashSet();
        return new ExportPlan(
            tables,
            rules,
            [.. ExportStepPlanner.Of(graph, rules, exits, covered, found, included, with)]
        )
        {
            Graph = graph,
            Order = order,
            TableOrders = orders,
            UnresolvedKeys = unresolved,
            Excluded = [.. scope.Excluded],
            Exits = exits,
        };
    }

    private static Order Checked(Order order, ImmutableArray<Table> tables)
    {
        if (
            order is { Kind: OrderKind.Newest, Argument: { } name }
            && !tables.Any(table => table.Columns.Any(column => column.Name == name))
        )
            throw new SnapshotSeedException(
                $"{Setting.Order}: no table has a column {name}",
                "Name a column of at least one table; those without it are ordered by key.",
                FailureKind.WrongUsage
            );
        return order;
    }

    private static ImmutableHashSet<TableName> Exits(
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
